package io.interp.benchmarks;

import static io.interp.benchmarks.GanStepScript.line;
import static io.interp.benchmarks.GanStepScript.number;

import io.interp.core.block.Dcgan;
import io.interp.core.train.GanTraining;

/** The TorchScript text of one training step of a {@link Dcgan}. */
final class DcganScript {

    private final Dcgan dcgan;
    private final boolean nearest;
    private final boolean batchStatistics;

    private DcganScript(Dcgan dcgan, GanTraining options) {
        this.dcgan = dcgan;
        nearest = dcgan.upsampling() == Dcgan.Upsampling.NEAREST;
        batchStatistics = options.batchStatistics().generator();
    }

    /**
     * {@return the methods of the module}
     *
     * @param dcgan the architecture of both networks
     * @param options the settings
     */
    static String of(Dcgan dcgan, GanTraining options) {
        DcganScript script = new DcganScript(dcgan, options);
        return GanStepScript.of(options, script.generator() + script.discriminator());
    }

    /**
     * {@return the method {@code maps(z, w, b)}, which runs the first layers of the generator}
     *
     * @param dcgan the architecture
     * @param options the settings
     * @param layers how many layers
     */
    static String maps(Dcgan dcgan, GanTraining options, int layers) {
        StringBuilder text = new DcganScript(dcgan, options).start("maps", layers);
        line(text, "return x");
        return text.toString();
    }

    private int layers() {
        return Integer.numberOfTrailingZeros(dcgan.size()) - (nearest ? 1 : 2);
    }

    private String generator() {
        StringBuilder text = start("generator", layers());
        line(
                text,
                nearest
                        ? "x = torch.conv2d(x, w[%d], w[%d], [1, 1], [1, 1])"
                        : "x = torch.conv_transpose2d(x, w[%d], w[%d], [2, 2], [1, 1])",
                3 * layers(),
                3 * layers() + 1);
        line(text, "return torch.tanh(x)");
        return text.toString();
    }

    /** A method that runs the first layers, up to the image. */
    private StringBuilder start(String method, int layers) {
        StringBuilder text = new StringBuilder(
                "  def " + method + "(self: __torch__.Ops, z: Tensor, w: List[Tensor], b: List[Tensor]) -> Tensor:\n");
        line(text, "n = torch.size(z, 0)");
        line(text, "x = torch.reshape(z, [n, %d, 1, 1])", dcgan.latents());
        line(text, "x = torch.conv_transpose2d(x, w[0], None, [1, 1], [0, 0])");
        normalise(text, 0);
        for (int layer = 1; layer < layers; layer++) {
            String weight = "w[" + 3 * layer + "]";
            if (nearest) {
                int half = 2 << layer;
                line(text, "ch = torch.size(x, 1)");
                line(
                        text,
                        "x = torch.expand(torch.reshape(x, [n, ch, %1$d, 1, %1$d, 1]), [n, ch, %1$d, 2, %1$d, 2])",
                        half);
                line(text, "x = torch.reshape(x, [n, ch, %1$d, %1$d])", 2 * half);
                line(text, "x = torch.conv2d(x, %s, None, [1, 1], [1, 1])", weight);
            } else {
                line(text, "x = torch.conv_transpose2d(x, %s, None, [2, 2], [1, 1])", weight);
            }
            normalise(text, layer);
        }
        return text;
    }

    /** Batch norm as DJL's block has it by default, then the rectifier. */
    private void normalise(StringBuilder text, int layer) {
        line(
                text,
                "x = torch.relu(torch.batch_norm(x, w[%d], w[%d], b[%d], b[%d], %s, %s, %s, True))",
                3 * layer + 1,
                3 * layer + 2,
                2 * layer,
                2 * layer + 1,
                batchStatistics ? "True" : "False",
                number(1 - 0.9f),
                number(1e-5f));
    }

    private String discriminator() {
        StringBuilder text =
                new StringBuilder("  def discriminator(self: __torch__.Ops, x: Tensor, w: List[Tensor]) -> Tensor:\n");
        int index = 0;
        for (int extent = dcgan.size() / 2; extent >= 3; extent /= 2) {
            line(
                    text,
                    "x = torch.leaky_relu(torch.conv2d(x, w[%d], w[%d], [2, 2], [1, 1]), %s)",
                    index,
                    index + 1,
                    number(0.2f));
            index += 2;
        }
        line(text, "x = torch.linear(torch.flatten(x, 1), w[%d], w[%d])", index, index + 1);
        line(text, "return torch.reshape(x, [-1])");
        return text.toString();
    }
}
