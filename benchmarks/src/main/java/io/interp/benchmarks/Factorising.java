package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.core.stat.SymmetricEigenSolver;
import io.interp.core.tensor.Draws;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Directions;
import io.interp.sefa.Factorisation;
import io.interp.sefa.Normalisation;
import io.interp.sefa.Origin;
import io.interp.sefa.weight.AffineWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Closed-form factorisation of weights of the size of StyleGAN2's at 1024 pixels, beside the same steps (rows of length 1, Gram
 * matrix, eigenvectors, all in float64) in commons-math3 and, where a {@code python3} has them, in NumPy and PyTorch.
 *
 * <pre>{@code
 * benchmarks/run.sh Factorising [--python PYTHON] [--repeats N]
 * }</pre>
 */
public final class Factorising {

    private static final int COLUMNS = 512;
    private static final String SCRIPT = """
            import sys, time
            def best(f, n):
                times = []
                for _ in range(n + 1):
                    start = time.perf_counter(); f(); times.append(time.perf_counter() - start)
                return sorted(times[1:])[n // 2]
            n = int(sys.argv[2])
            try:
                import numpy as np
                a = np.load(sys.argv[1])
                def numpy_steps():
                    rows = a / np.linalg.norm(a, axis=1, keepdims=True)
                    return np.linalg.eigh(rows.T @ rows)
                print('NumPy', best(numpy_steps, n))
                import torch
                b = torch.from_numpy(a)
                def torch_steps():
                    rows = b / b.norm(dim=1, keepdim=True)
                    return torch.linalg.eigh(rows.T @ rows)
                print('PyTorch', best(torch_steps, n))
            except ImportError as error:
                print('#', error)
            """;

    private Factorising() {}

    /**
     * Prints a table.
     *
     * @param arguments the options above
     * @throws IOException if the weights can't be written to a temporary file
     * @throws InterruptedException if waiting for Python is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String python = "python3";
        int repeats = 5;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--python" -> python = arguments[i + 1];
                case "--repeats" -> repeats = Integer.parseInt(arguments[i + 1]);
                default ->
                    throw new IllegalArgumentException("options are --python and --repeats, got " + arguments[i]);
            }
        }
        System.out.println("| weights | in | median seconds | times ours |");
        System.out.println("|---|---|---|---|");
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int rows : new int[] {6080, 10176}) {
                compare(rows, repeats, python);
            }
        }
    }

    private static void compare(int rows, int repeats, String python) throws IOException, InterruptedException {
        RandomGenerator random = Draws.stream(rows);
        double[] values = new double[rows * COLUMNS];
        Arrays.setAll(values, i -> (double) (float) random.nextGaussian());
        HostArray array = HostArray.of(values, rows, COLUMNS);
        AffineWeights weights = new AffineWeights(0, "weights", array, 0, COLUMNS);
        Origin origin = new Origin(
                "random", "", "sefa", Normalisation.ROWS, List.of(0), List.of("weights"), Optional.empty(), 0, 0);
        Factorisation fast = new Factorisation(Normalisation.ROWS);
        Factorisation portable =
                new Factorisation(Normalisation.ROWS, SymmetricEigenSolver.portable(), Factorisation.DEFAULT_TOLERANCE);
        Directions[] found = new Directions[1];
        double ours =
                median(repeats, () -> found[0] = fast.of(List.of(weights), CodeSpace.z(COLUMNS), List.of(), origin));
        print(rows, "ours", ours, ours);
        print(
                rows,
                "ours, portable solver",
                median(1, () -> portable.of(List.of(weights), CodeSpace.z(COLUMNS), List.of(), origin)),
                ours);
        double[][] nested = new double[rows][];
        Arrays.setAll(nested, i -> Arrays.copyOfRange(values, i * COLUMNS, (i + 1) * COLUMNS));
        double[] theirs = new double[COLUMNS];
        print(rows, "commons-math3", median(1, () -> commons(nested, theirs)), ours);
        check(found[0].eigenvalues(), theirs);
        Path file = Files.createTempFile("weights", ".npy");
        try {
            Npy.write(file, array);
            for (String line : python(python, file, repeats)) {
                int space = line.indexOf(' ');
                print(rows, line.substring(0, space), Double.parseDouble(line.substring(space + 1)), ours);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void commons(double[][] rows, double[] eigenvalues) {
        double[][] normed = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double length = Math.sqrt(Arrays.stream(rows[i]).map(v -> v * v).sum());
            normed[i] = Arrays.stream(rows[i]).map(v -> v / length).toArray();
        }
        RealMatrix matrix = new Array2DRowRealMatrix(normed, false);
        double[] found = new EigenDecomposition(matrix.transpose().multiply(matrix)).getRealEigenvalues();
        Arrays.sort(found);
        for (int i = 0; i < found.length; i++) {
            eigenvalues[i] = found[found.length - 1 - i];
        }
    }

    private static void check(double[] ours, double[] theirs) {
        for (int i = 0; i < ours.length; i++) {
            if (Math.abs(ours[i] - theirs[i]) > 1e-9 * theirs[0]) {
                throw new IllegalStateException(
                        "eigenvalue " + i + " is " + ours[i] + ", by commons-math3 " + theirs[i]);
            }
        }
    }

    private static double median(int repeats, Runnable work) {
        double[] seconds = new double[repeats];
        work.run();
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds[repeats / 2];
    }

    private static List<String> python(String python, Path file, int repeats) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(python, "-c", SCRIPT, file.toString(), Integer.toString(repeats))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.out.println("no " + python + " to compare with");
            return List.of();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return output.lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static void print(int rows, String where, double seconds, double ours) {
        System.out.printf("| %d x %d | %s | %.3f | %.2f |%n", rows, COLUMNS, where, seconds, seconds / ours);
    }
}
