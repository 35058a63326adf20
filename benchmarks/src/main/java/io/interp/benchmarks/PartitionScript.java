package io.interp.benchmarks;

import static io.interp.benchmarks.GanStepScript.number;

import io.interp.core.block.Dcgan;
import io.interp.partition.PartitionOptions;
import io.interp.partition.energy.EnergyFeatures;
import io.interp.partition.energy.EnergyOptions;
import io.interp.partition.energy.LossWeights;
import io.interp.partition.mixture.FilterStatistics;

/**
 * The TorchScript text of an update of a partition, all but the mixture: the GAN's steps ({@code step}), the statistics of a
 * layer's maps ({@code capture}), the weights of filters that moved ({@code regroup}) and the energy's half of the update
 * ({@code half}).
 */
final class PartitionScript {

    private static final String CAPTURE = """
              def capture(self: __torch__.Ops, zs: List[Tensor], gw: List[Tensor], gb: List[Tensor]) -> List[Tensor]:
                out = annotate(List[Tensor], [])
                for i in range(torch.len(zs)):
                  f = torch.flatten((self).maps(zs[i], gw, gb), 2)
                  _0 = torch.append(out, torch.sum(f, [0]))
                  _1 = torch.append(out, torch.sum(torch.sum(torch.pow(torch.to(f, 7), 2), [2]), [0]))
                return out
              def regroup(self: __torch__.Ops, w: Tensor, own: Tensor, other: Tensor, keep: Tensor, to_own: Tensor, to_other: Tensor) -> Tensor:
                summed = torch.sum(w, [0])
                k = torch.size(w, 0)
                a = torch.div(torch.sum(torch.mul(summed, own)), torch.mul(torch.sum(own), k))
                b = torch.div(torch.sum(torch.mul(summed, other)), torch.mul(torch.sum(other), k))
                learned = torch.add(torch.mul(to_own, a), torch.mul(to_other, b))
                return torch.add_(torch.mul_(w, keep), learned)
            """;

    /**
     * Chains, the step of W, the generator's step, and the cosines that are reported; then the numbers of the report, and what
     * else the trainer measures as one sum.
     */
    private static final String HALF = """
              def half(self: __torch__.Ops, z: Tensor, noise: Tensor, first: Tensor, w: Tensor, inverse: Tensor, averaging: Tensor, push: Tensor, members: Tensor, c: Tensor, gw: List[Tensor], gb: List[Tensor], em: List[Tensor], ev: List[Tensor]) -> Tensor:
                rate = float(torch.item(torch.select(c, 0, 0)))
                correction = float(torch.item(torch.select(c, 0, 1)))
                pushed = float(torch.item(torch.select(c, 0, 2)))
                chains = (self).chains(z, noise, inverse, averaging, w, gw, gb)
                top = (self).weigh(z, chains[0], pushed, inverse, averaging, push, w, gw, gb)
                active = (self).pull(z, w, averaging, rate, correction, gw, gb, em, ev)
                cosine = (self).cosine((self).maps(first, gw, gb), members)
                return torch.stack([torch.to(chains[1], 7), torch.to(chains[2], 7), torch.to(top[0], 7), active, cosine[0], cosine[1], torch.to(top[1], 7)])
              def scaled(self: __torch__.Ops, f: Tensor, inverse: Tensor) -> Tensor:
                return torch.permute(torch.mul(torch.flatten(f, 2), inverse), [2, 0, 1])
              def energy(self: __torch__.Ops, ft: Tensor, w: Tensor, averaging: Tensor) -> Tensor:
                return torch.mul(torch.sum(torch.mul(torch.matmul(ft, w), torch.matmul(ft, averaging)), [0, 2]), SCALE)
              def chains(self: __torch__.Ops, z: Tensor, noise: Tensor, inverse: Tensor, averaging: Tensor, w: Tensor, gw: List[Tensor], gb: List[Tensor]) -> List[Tensor]:
                x = z
                before = torch.zeros([], dtype=6)
                for i in range(torch.size(noise, 0)):
                  leaf = torch.requires_grad_(torch.detach(x), True)
                  es = (self).energy((self).scaled((self).maps(leaf, gw, gb), inverse), w, averaging)
                  if torch.eq(i, 0):
                    before0 = torch.mean(torch.detach(es))
                  else:
                    before0 = before
                  before = before0
                  g = ((self).gradients(torch.sum(es), [leaf], False))[0]
                  drift = torch.add(g, torch.div(torch.neg(x), VARIANCE))
                  norm = torch.sqrt(torch.sum(torch.pow(torch.to(drift, 7), 2), [1], True))
                  factor = torch.mul(torch.pow(torch.clamp_min(norm, LIMIT), -1), LIMIT)
                  moved = torch.mul(torch.mul(drift, torch.to(factor, 6)), DRIFT)
                  x = torch.add(torch.add(x, moved), torch.mul(torch.select(noise, 0, i), DELTA))
                after = torch.mean((self).energy((self).scaled((self).maps(x, gw, gb), inverse), w, averaging))
                return [x, before, after]
              def interactions(self: __torch__.Ops, z: Tensor, inverse: Tensor, averaging: Tensor, gw: List[Tensor], gb: List[Tensor]) -> Tensor:
                ft = (self).scaled((self).maps(z, gw, gb), inverse)
                phi = torch.matmul(torch.permute(ft, [0, 2, 1]), torch.matmul(ft, averaging))
                return torch.mul(phi, torch.div(SCALE, torch.size(z, 0)))
              def weigh(self: __torch__.Ops, z: Tensor, r: Tensor, pushed: float, inverse: Tensor, averaging: Tensor, push: Tensor, w: Tensor, gw: List[Tensor], gb: List[Tensor]) -> List[Tensor]:
                data = (self).interactions(z, inverse, averaging, gw, gb)
                chains = (self).interactions(r, inverse, averaging, gw, gb)
                before = torch.add(torch.sum(torch.mul(w, data)), torch.sum(torch.mul(w, chains)))
                next = torch.mul_(torch.sub(chains, data), REALISM)
                next = torch.add_(next, torch.mul(push, pushed))
                next = torch.add_(next, torch.mul(w, KEPT))
                cut = torch.sum(torch.to(torch.gt(torch.abs(next), BOUND), 4))
                next = torch.clamp(next, torch.neg(BOUND), BOUND)
                after = torch.add(torch.sum(torch.mul(next, data)), torch.sum(torch.mul(next, chains)))
                _0 = torch.copy_(w, next)
                sums = torch.sum(torch.sum(w, [0]))
                return [torch.max(torch.abs(next)), torch.add(torch.add(before, after), torch.add(sums, cut))]
              def pull(self: __torch__.Ops, z: Tensor, w: Tensor, averaging: Tensor, rate: float, correction: float, gw: List[Tensor], gb: List[Tensor], em: List[Tensor], ev: List[Tensor]) -> Tensor:
                gt = (self).leaves(gw)
                f = torch.flatten((self).maps(z, gt, gb), 2)
                active = torch.div(torch.to(torch.sum(torch.to(torch.gt(torch.detach(f), 0), 4)), 7), torch.numel(f))
                square = torch.div(torch.sum(torch.pow(f, 2), [0, 2], True), torch.mul(torch.size(f, 0), torch.size(f, 2)))
                in_group = torch.sum(averaging, [1])
                flat = torch.flatten(torch.detach(square))
                alive = torch.masked_select(flat, torch.logical_and(torch.gt(in_group, 0), torch.gt(flat, 0)))
                sorted, _1 = torch.sort(alive)
                middle = torch.select(sorted, 0, torch.floordiv(torch.size(sorted, 0), 2))
                floor = torch.mul(float(torch.item(middle)), BELOW)
                scaled = torch.div(f, torch.sqrt(torch.clamp_min(square, floor)))
                if torch.lt(int(torch.item(torch.sum(torch.to(torch.gt(in_group, 0), 4)))), torch.size(f, 1)):
                  mask = torch.reshape(torch.to(torch.gt(in_group, 0), 6), [1, -1, 1])
                  masked = torch.mul(scaled, mask)
                else:
                  masked = scaled
                loss = torch.mul(torch.mean((self).energy(torch.permute(masked, [2, 0, 1]), w, averaging)), PULL)
                gs = (self).gradients(loss, torch.slice(gt, 0, USED, 1), False)
                for i in range(USED, torch.len(gw)):
                  _2 = torch.append(gs, torch.zeros_like(gw[i]))
                total = torch.zeros([], dtype=7)
                for i in range(torch.len(gs)):
                  total = torch.add(total, torch.sum(torch.pow(torch.to(gs[i], 7), 2)))
                norm = torch.sqrt(float(torch.item(total)))
                if torch.gt(norm, CLIP):
                  for i in range(torch.len(gs)):
                    _3 = torch.mul_(gs[i], torch.div(CLIP, norm))
                _4 = (self).adam(gw, gs, em, ev, rate, correction)
                return active
              def cosine(self: __torch__.Ops, f: Tensor, members: Tensor) -> List[Tensor]:
                same = torch.zeros([], dtype=7)
                other = torch.zeros([], dtype=7)
                n = torch.size(f, 0)
                for b in range(n):
                  m = torch.to(torch.flatten(torch.select(f, 0, b), 1), 7)
                  norm = torch.sqrt(torch.sum(torch.pow(m, 2), [1], True))
                  unit = torch.div(m, torch.clamp_min(norm, 2.2250738585072014e-308))
                  sums = torch.matmul(members, unit)
                  count = torch.flatten(torch.matmul(members, torch.to(torch.gt(norm, 0), 7)))
                  all = torch.sum(count)
                  half = torch.div(torch.sum(torch.sub(torch.sum(torch.pow(sums, 2), [1]), count)), 2)
                  pairs = torch.div(torch.sum(torch.mul(count, torch.sub(count, 1))), 2)
                  rest = torch.sub(torch.div(torch.sub(torch.sum(torch.pow(torch.sum(sums, [0]), 2)), all), 2), half)
                  foreign = torch.sub(torch.div(torch.mul(all, torch.sub(all, 1)), 2), pairs)
                  same = torch.add(same, torch.div(half, pairs))
                  other = torch.add(other, torch.div(rest, foreign))
                return [torch.div(same, n), torch.div(other, n)]
            """;

    private PartitionScript() {}

    /**
     * {@return the methods of the module}
     *
     * @param dcgan the architecture of both networks
     * @param options the settings, with filters scaled by their root mean square, chains that start at the update's own
     *     latents, a bound on W and clipping, and Adam of the same decays everywhere
     * @param layer the layer, from 1
     * @param positions the number K of positions of its maps
     */
    static String of(Dcgan dcgan, PartitionOptions options, int layer, int positions) {
        EnergyOptions energy = options.energy();
        LossWeights losses = energy.losses();
        double step = energy.learningRate() * losses.lambda0();
        double delta = energy.langevin().stepSize();
        double below = FilterStatistics.INACTIVE_BELOW;
        check(options);
        String half = HALF.replace(
                        "SCALE",
                        number(options.energyPerPosition() ? energy.energyScale() / positions : energy.energyScale()))
                .replace("VARIANCE", number(Math.pow(energy.langevin().sigma(), 2)))
                .replace("LIMIT", number(2 * Math.sqrt(dcgan.latents()) / delta))
                .replace("DRIFT", number(delta * delta / 2))
                .replace("DELTA", number(delta))
                .replace("REALISM", number(-step * losses.lambda2W()))
                .replace("KEPT", number(1 - energy.learningRate() * energy.decay()))
                .replace("BOUND", number(energy.bound()))
                .replace("BELOW", number(below * below))
                .replace("PULL", number(-losses.lambda0() * losses.lambda2G()))
                .replace("USED", Integer.toString(3 * layer))
                .replace("CLIP", number(energy.clipNorm()));
        return DcganScript.of(dcgan, options.gan()) + DcganScript.maps(dcgan, options.gan(), layer) + CAPTURE + half;
    }

    private static void check(PartitionOptions options) {
        EnergyOptions energy = options.energy();
        boolean fits = energy.features() == EnergyFeatures.FILTER_RMS
                && !energy.detachCenter()
                && energy.bound() < Double.POSITIVE_INFINITY
                && energy.clipNorm() < Double.POSITIVE_INFINITY
                && energy.langevin().driftClip()
                && options.pooling() == 1
                && options.energyAdam()
                        .withLearningRate(1)
                        .equals(options.gan().generator().withLearningRate(1));
        if (!fits) {
            throw new IllegalArgumentException("there is text for the robust settings, got " + options);
        }
    }
}
