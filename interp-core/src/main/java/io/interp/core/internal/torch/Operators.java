package io.interp.core.internal.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The operator pack: ATen operators that DJL's Java API does not reach, as methods of a TorchScript archive that is
 * written at run time. About 0.1 ms a call, so for whole tensors only.
 *
 * <p>One pack is loaded per device and kept for the life of the JVM (about 1 kB each).
 */
public final class Operators {

    private static final Map<Device, Operators> PACKS = new ConcurrentHashMap<>();

    /** Numbers travel as one int64 or float64 tensor on the CPU: the engine's call takes tensors only. */
    private static final String METHODS = """
              def gradients(self: __torch__.Ops, y: Tensor, xs: List[Tensor], flags: Tensor) -> List[Tensor]:
                create = torch.eq(int(torch.item(flags)), 1)
                gs = torch.grad([y], xs, None, create, create, True)
                out = annotate(List[Tensor], [])
                for i in range(torch.len(gs)):
                  g = gs[i]
                  if torch.__isnot__(g, None):
                    h = unchecked_cast(Tensor, g)
                  else:
                    h = torch.zeros_like(xs[i])
                  _0 = torch.append(out, h)
                return out
              def conv_transpose2d(self: __torch__.Ops, x: Tensor, w: Tensor, b: List[Tensor], c: Tensor) -> Tensor:
                s = int(torch.item(torch.select(c, 0, 0)))
                p = int(torch.item(torch.select(c, 0, 1)))
                o = int(torch.item(torch.select(c, 0, 2)))
                return torch.conv_transpose2d(x, w, b[0], [s, s], [p, p], [o, o])
              def conv_transpose2d_plain(self: __torch__.Ops, x: Tensor, w: Tensor, c: Tensor) -> Tensor:
                s = int(torch.item(torch.select(c, 0, 0)))
                p = int(torch.item(torch.select(c, 0, 1)))
                o = int(torch.item(torch.select(c, 0, 2)))
                return torch.conv_transpose2d(x, w, None, [s, s], [p, p], [o, o])
              def eigh(self: __torch__.Ops, a: Tensor) -> List[Tensor]:
                w, v = torch.linalg_eigh(a, "L")
                return [w, v]
              def svd(self: __torch__.Ops, a: Tensor) -> List[Tensor]:
                u, s, v = torch.linalg_svd(a, False)
                return [u, s, v]
              def qr(self: __torch__.Ops, a: Tensor) -> List[Tensor]:
                q, r = torch.linalg_qr(a, "reduced")
                return [q, r]
              def scale(self: __torch__.Ops, x: Tensor, c: Tensor) -> Tensor:
                return torch.mul(x, float(torch.item(torch.select(c, 0, 0))))
              def at_least(self: __torch__.Ops, x: Tensor, c: Tensor) -> Tensor:
                return torch.clamp_min(x, float(torch.item(torch.select(c, 0, 0))))
              def group_norm(self: __torch__.Ops, x: Tensor, c: Tensor) -> Tensor:
                g = int(torch.item(torch.select(c, 0, 0)))
                return torch.group_norm(x, g)
              def instance_norm(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.instance_norm(x, None, None, None, None, True, 0.10000000000000001, 1.0000000000000001e-05, False)
              def bilinear(self: __torch__.Ops, x: Tensor, c: Tensor) -> Tensor:
                h = int(torch.item(torch.select(c, 0, 0)))
                w = int(torch.item(torch.select(c, 0, 1)))
                a = torch.eq(int(torch.item(torch.select(c, 0, 2))), 1)
                return torch.upsample_bilinear2d(x, [h, w], a)
              def bicubic(self: __torch__.Ops, x: Tensor, c: Tensor) -> Tensor:
                h = int(torch.item(torch.select(c, 0, 0)))
                w = int(torch.item(torch.select(c, 0, 1)))
                a = torch.eq(int(torch.item(torch.select(c, 0, 2))), 1)
                return torch.upsample_bicubic2d(x, [h, w], a)
              def adam(self: __torch__.Ops, ws: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], c: Tensor) -> List[Tensor]:
                b1 = float(torch.item(torch.select(c, 0, 0)))
                b2 = float(torch.item(torch.select(c, 0, 1)))
                eps = float(torch.item(torch.select(c, 0, 2)))
                rate = float(torch.item(torch.select(c, 0, 3)))
                correction = float(torch.item(torch.select(c, 0, 4)))
                for i in range(torch.len(ws)):
                  g = gs[i]
                  m = torch.add_(torch.mul_(ms[i], b1), g, alpha=torch.sub(1., b1))
                  v = torch.addcmul_(torch.mul_(vs[i], b2), g, g, value=torch.sub(1., b2))
                  d = torch.add_(torch.mul_(torch.sqrt(v), correction), eps)
                  _0 = torch.addcdiv_(ws[i], m, d, value=torch.neg(rate))
                return annotate(List[Tensor], [])
              def average(self: __torch__.Ops, to: List[Tensor], ws: List[Tensor], c: Tensor) -> List[Tensor]:
                share = float(torch.item(torch.select(c, 0, 0)))
                for i in range(torch.len(to)):
                  _0 = torch.lerp_(to[i], ws[i], share)
                return annotate(List[Tensor], [])
            """;

    private final TorchModule module;

    private Operators(TorchModule module) {
        this.module = module;
    }

    /**
     * Returns the pack of a device, loading it on first use.
     *
     * @param device the device
     * @return the pack
     */
    public static Operators on(Device device) {
        return PACKS.computeIfAbsent(device, d -> {
            NDManager manager = NDManager.newBaseManager(d, "PyTorch");
            return new Operators(TorchModule.load(OperatorArchive.of(METHODS), manager));
        });
    }

    /**
     * Calls one operator.
     *
     * @param name the method of the pack
     * @param owner the manager of the results
     * @param tensors the tensor arguments in order
     * @param integers trailing integer arguments, or none
     * @return the results
     */
    public NDList call(String name, NDManager owner, List<NDArray> tensors, long... integers) {
        return invoke(name, owner, new NDList(tensors), integers);
    }

    /**
     * Calls an operator that takes a tensor, a list of tensors and integers.
     *
     * @param name the method of the pack
     * @param owner the manager of the results
     * @param first leading tensor arguments
     * @param list the elements of the list argument; not empty
     * @param integers trailing integer arguments
     * @return the results
     */
    public NDList callWithList(
            String name, NDManager owner, List<NDArray> first, List<NDArray> list, long... integers) {
        NDList arguments = new NDList(first);
        return withNamed(List.of(list), arguments, () -> invoke(name, owner, arguments, integers));
    }

    /**
     * Calls an operator that changes tensors in place and returns nothing: one call for many tensors.
     *
     * @param name the method of the pack
     * @param owner a manager for what the call needs; nothing is left on it
     * @param lists the arguments, lists of tensors of which none occurs twice; none empty
     * @param numbers trailing arguments
     */
    public void update(String name, NDManager owner, List<List<NDArray>> lists, double... numbers) {
        try (NDManager cpu = owner.newSubManager(Device.cpu())) {
            NDList arguments = new NDList();
            withNamed(lists, arguments, () -> {
                arguments.add(cpu.create(numbers));
                return module.call(name, arguments, cpu);
            });
        }
    }

    /** Names carry the structure of the arguments and are put back, since the arrays belong to the caller. */
    private static NDList withNamed(List<List<NDArray>> lists, NDList arguments, Supplier<NDList> call) {
        List<NDArray> arrays = lists.stream().flatMap(List::stream).toList();
        String[] names = arrays.stream().map(NDArray::getName).toArray(String[]::new);
        arguments.addAll(arrays);
        try {
            for (int i = 0; i < lists.size(); i++) {
                String key = "list" + i + "[]";
                lists.get(i).forEach(a -> a.setName(key));
            }
            return call.get();
        } finally {
            for (int i = 0; i < names.length; i++) {
                arrays.get(i).setName(names[i]);
            }
        }
    }

    /**
     * Calls an operator that takes a tensor and a number.
     *
     * @param name the method of the pack
     * @param tensor the tensor; its manager owns the result
     * @param number the number
     * @return the result
     */
    public NDArray callWithNumber(String name, NDArray tensor, double number) {
        NDManager owner = tensor.getManager();
        try (NDManager cpu = owner.newSubManager(Device.cpu())) {
            return module.call(name, new NDList(tensor, cpu.create(new double[] {number})), owner)
                    .head();
        }
    }

    private NDList invoke(String name, NDManager owner, NDList arguments, long... integers) {
        if (integers.length == 0) {
            return module.call(name, arguments, owner);
        }
        try (NDManager cpu = owner.newSubManager(Device.cpu())) {
            arguments.add(cpu.create(integers));
            return module.call(name, arguments, owner);
        }
    }
}
