package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.Draws;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrawnIdentityTest {

    /** Faces and pairs of neither the training nor the calibration, whose seeds come from 1. */
    private static final long HELD_OUT = 9002;

    private NDManager manager;
    private DrawnIdentity identity;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        identity = DrawnIdentity.load(manager);
    }

    @AfterEach
    void close() {
        identity.close();
        manager.close();
    }

    private NDArray image(FaceFactors factors, int size) {
        return manager.create(new FacePainter(size).paint(factors).pixels(), new Shape(1, 3, size, size));
    }

    private double distance(FaceFactors a, FaceFactors b) {
        return identity.embed(image(a, 32))
                .sub(identity.embed(image(b, 32)))
                .norm()
                .getFloat();
    }

    @Test
    void tellsIdentitiesApart() {
        IdentityPairs pairs = IdentityPairs.measure(manager, 300, HELD_OUT, identity::embed);
        // Measured: 0.07 and 0.08; 0.069 on the pairs of the calibration. Both together stay far from chance, which is
        // 1.
        assertThat(pairs.missed(identity.threshold())).isLessThan(0.11);
        assertThat(pairs.confused(identity.threshold())).isLessThan(0.12);
    }

    @Test
    void estimatesTheIdentityVector() {
        int count = 200;
        DrawnFaces faces = new DrawnFaces(32, count, HELD_OUT);
        double[][] truth = new double[count][];
        double[][] found = new double[count][];
        for (int i = 0; i < count; i++) {
            truth[i] = faces.factors(i).identityVector();
            float[] estimate = identity.embed(image(faces.factors(i), 32)).toFloatArray();
            assertThat(estimate).hasSameSizeAs(truth[i]).hasSize(identity.dimension());
            found[i] = new double[estimate.length];
            for (int k = 0; k < estimate.length; k++) {
                found[i][k] = estimate[k];
            }
        }
        // Measured: skin tone 0.96, hair styles 0.81 to 0.93, darkness of the hair 0.80, redness of the lips 0.68.
        assertThat(correlation(truth, found, 0)).isGreaterThan(0.92);
        for (int style = 7; style < 7 + HairStyle.values().length; style++) {
            assertThat(correlation(truth, found, style))
                    .as("style %d", style - 7)
                    .isGreaterThan(0.75);
        }
        assertThat(correlation(truth, found, 16)).isGreaterThan(0.7);
        assertThat(correlation(truth, found, identity.dimension() - 1)).isGreaterThan(0.6);
    }

    private static double correlation(double[][] truth, double[][] found, int column) {
        double[] a = new double[truth.length];
        double[] b = new double[truth.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = truth[i][column];
            b[i] = found[i][column];
        }
        return new PearsonsCorrelation().correlation(a, b);
    }

    @Test
    void expressionAndBackgroundMatterLessThanIdentity() {
        double expression = 0;
        double background = 0;
        double person = 0;
        int count = 60;
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.stream(HELD_OUT, 2, i);
            FaceFactors face = FaceFactors.random(random);
            FaceFactors other = FaceFactors.random(random);
            expression += distance(face, face.withExpression(other.expression())) / count;
            background += distance(face, face.withBackground(other.background())) / count;
            person += distance(face, face.withIdentity(other.identity())) / count;
        }
        // Measured: 0.43, 0.79 and 2.83.
        assertThat(expression).isLessThan(0.25 * person);
        assertThat(background).isLessThan(0.35 * person);
    }

    @Test
    void seesOtherSizes() {
        FaceFactors face = FaceFactors.average();
        NDArray small = identity.embed(image(face, 32));
        NDArray large = identity.embed(image(face, 128));
        assertThat(large.getShape()).isEqualTo(new Shape(1, identity.dimension()));
        assertThat(large.sub(small).norm().getFloat()).isLessThan((float) identity.threshold() / 4);
    }

    @Test
    void leavesNothingBehindButItsAnswer() {
        NDArray image = image(FaceFactors.average(), 40);
        int before = manager.getManagedArrays().size();
        identity.embed(image).close();
        assertThat(manager.getManagedArrays()).hasSize(before);
        identity.close();
        assertThat(manager.getManagedArrays()).hasSize(1);
    }

    @Test
    void refusesOtherShapes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> identity.embed(manager.ones(new Shape(1, 4, 32, 32))))
                .withMessageContaining("got (1, 4, 32, 32)");
    }

    @Test
    void theEqualErrorLiesBetweenThePairs() {
        IdentityPairs pairs = new IdentityPairs(new double[] {1, 3, 2, 6}, new double[] {7, 4, 5, 8});
        assertThat(pairs.equalError()).isEqualTo(5);
        assertThat(pairs.missed(5)).isEqualTo(0.25);
        assertThat(pairs.confused(5)).isEqualTo(0.25);
    }
}
