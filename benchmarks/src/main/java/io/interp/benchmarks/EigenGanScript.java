package io.interp.benchmarks;

import static io.interp.benchmarks.GanStepScript.line;
import static io.interp.benchmarks.GanStepScript.number;

import io.interp.eigengan.EigenGan;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.Retraction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The TorchScript text of one training step of an {@link EigenGan}: its networks, the penalty on its bases, retraction. */
final class EigenGanScript {

    private static final String SLOPE = number(0.2f);

    /** Of each layer: U, L and mu of the subspace, then weight and bias of four convolutions. */
    private static final int ARRAYS = 11;

    private EigenGanScript() {}

    /**
     * {@return the methods of the module}
     *
     * @param network the architecture of both networks
     * @param options the settings, with polar retraction and rates that don't fall
     */
    static String of(EigenGan network, EigenGanTraining options) {
        if (options.retraction() != Retraction.POLAR || options.decayFrom() < 1) {
            throw new IllegalArgumentException("there is text for polar retraction and constant rates, got " + options);
        }
        String networks = generator(network) + discriminator(network) + penalty(network, options.orthogonality());
        return GanStepScript.withPenalty(options.gan(), networks);
    }

    private static String generator(EigenGan network) {
        StringBuilder text = new StringBuilder(
                "  def generator(self: __torch__.Ops, z: Tensor, w: List[Tensor], b: List[Tensor]) -> Tensor:\n");
        line(text, "e = torch.slice(z, 1, 0, %d, 1)", network.noise());
        line(text, "x = torch.reshape(torch.linear(e, w[0], w[1]), [-1, torch.size(w[5], 0), 4, 4])");
        for (int layer = 1; layer <= network.layers(); layer++) {
            int extent = 4 << (layer - 1);
            int first = first(layer);
            int start = network.latents().start(layer);
            line(text, "c = torch.slice(z, 1, %d, %d, 1)", start, start + network.dimensions());
            line(
                    text,
                    "p = torch.add(torch.matmul(torch.mul(c, w[%d]), torch.transpose(w[%d], 0, 1)), w[%d])",
                    first + 1,
                    first,
                    first + 2);
            line(text, "p = torch.reshape(p, [-1, torch.size(w[%d], 0), %d, %d])", first + 3, extent, extent);
            inject(text, first + 3, 0, 1, 2);
            inject(text, first + 7, 1, 2, 1);
        }
        int image = first(network.layers() + 1);
        line(
                text,
                "return torch.tanh(torch.conv2d(torch.leaky_relu(x, %s), w[%d], w[%d], [1, 1], [3, 3]))",
                SLOPE,
                image,
                image + 1);
        return text.toString();
    }

    private static int first(int layer) {
        return 2 + (layer - 1) * ARRAYS;
    }

    /** The maps of the subspace enter; what comes out of the rectifier is convolved with a kernel of 3. */
    private static void inject(StringBuilder text, int first, int intoPadding, int intoStride, int stride) {
        line(text, "x = torch.add(x, %s)", transposed("p", first, intoStride, intoPadding));
        line(text, "x = %s", transposed("torch.leaky_relu(x, " + SLOPE + ")", first + 2, stride, 1));
    }

    private static String transposed(String of, int weight, int stride, int padding) {
        return "torch.conv_transpose2d(%s, w[%d], w[%d], [%4$d, %4$d], [%5$d, %5$d], [%6$d, %6$d])"
                .formatted(of, weight, weight + 1, stride, padding, stride - 1);
    }

    private static String discriminator(EigenGan network) {
        StringBuilder text =
                new StringBuilder("  def discriminator(self: __torch__.Ops, x: Tensor, w: List[Tensor]) -> Tensor:\n");
        convolve(text, 0, 1, 3);
        int index = 2;
        for (int extent = network.size(); extent > 4; extent /= 2) {
            convolve(text, index, 1, 1);
            convolve(text, index + 2, 2, 1);
            index += 4;
        }
        convolve(text, index, 1, 1);
        line(
                text,
                "x = torch.leaky_relu(torch.linear(torch.flatten(x, 1), w[%d], w[%d]), %s)",
                index + 2,
                index + 3,
                SLOPE);
        line(text, "return torch.reshape(torch.linear(x, w[%d], w[%d]), [-1])", index + 4, index + 5);
        return text.toString();
    }

    private static void convolve(StringBuilder text, int weight, int stride, int padding) {
        line(
                text,
                "x = torch.leaky_relu(torch.conv2d(x, w[%d], w[%d], [%3$d, %3$d], [%4$d, %4$d]), %5$s)",
                weight,
                weight + 1,
                stride,
                padding,
                SLOPE);
    }

    /** The bases U of all layers are held orthonormal: softly by the penalty, then U (U'U)^(-1/2). */
    private static String penalty(EigenGan network, double weight) {
        String bases = IntStream.rangeClosed(1, network.layers())
                .mapToObj(layer -> "w[" + first(layer) + "]")
                .collect(Collectors.joining(", "));
        return """
                  def penalty(self: __torch__.Ops, w: List[Tensor]) -> Tensor:
                    us = [BASES]
                    sum = torch.zeros([], dtype=6)
                    i = torch.eye(torch.size(us[0], 1), dtype=6)
                    for k in range(torch.len(us)):
                      u = us[k]
                      sum = torch.add(sum, torch.sum(torch.pow(torch.sub(torch.matmul(torch.transpose(u, 0, 1), u), i), 2)))
                    return torch.mul(sum, HALF)
                  def retract(self: __torch__.Ops, w: List[Tensor]) -> None:
                    us = [BASES]
                    for k in range(torch.len(us)):
                      u = us[k]
                      l, v = torch.linalg_eigh(torch.matmul(torch.transpose(u, 0, 1), u), "L")
                      r = torch.matmul(torch.div(v, torch.sqrt(l)), torch.transpose(v, 0, 1))
                      _0 = torch.copy_(u, torch.matmul(u, r))
                    return None
                """.replace("BASES", bases).replace("HALF", number(weight / 2));
    }
}
