package io.interp.core.internal.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operator pack: ATen operators that DJL's Java API does not reach, as methods of a TorchScript archive that is
 * written at run time. About 0.1 ms a call, so for whole tensors only.
 *
 * <p>One pack is loaded per device and kept for the life of the JVM (about 1 kB each).
 */
public final class Operators {

    private static final Map<Device, Operators> PACKS = new ConcurrentHashMap<>();

    /** Integers travel as one int64 tensor on the CPU: the engine's call takes tensors only. */
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
        arguments.addAll(list);
        // Names carry the structure of the arguments and are put back, since the arrays belong to the caller.
        String[] names = list.stream().map(NDArray::getName).toArray(String[]::new);
        try {
            list.forEach(a -> a.setName("list[]"));
            return invoke(name, owner, arguments, integers);
        } finally {
            for (int i = 0; i < names.length; i++) {
                list.get(i).setName(names[i]);
            }
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
