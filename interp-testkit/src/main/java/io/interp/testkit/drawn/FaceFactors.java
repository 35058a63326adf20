package io.interp.testkit.drawn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.FactorTable.Factor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that decides how a drawn face looks. The same factors always give the same picture.
 *
 * <p>The factors can be read by name through the nested records, or as one flat vector in the order of
 * {@link #names()}, where each name is the path of the number, for example {@code identity.eyes.spacing} or
 * {@code expression.smile}.
 *
 * @param identity whose face it is
 * @param expression what it expresses
 * @param pose how the head is turned and placed
 * @param light how it is lit
 * @param background what stands behind it
 */
@CheckReturnValue
public record FaceFactors(Identity identity, Expression expression, Pose pose, Light light, Background background) {
    private static final List<String> NAMES =
            FactorTable.of(FaceFactors.class).stream().map(Factor::name).toList();

    /**
     * Checks the parts.
     *
     * @param identity not null
     * @param expression not null
     * @param pose not null
     * @param light not null
     * @param background not null
     * @throws NullPointerException if a part is null
     */
    public FaceFactors {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(pose, "pose");
        Objects.requireNonNull(light, "light");
        Objects.requireNonNull(background, "background");
    }

    /**
     * Draws a face from the prior, in which all factors are independent:
     *
     * <ul>
     *   <li>shapes (from -1 to 1): normal with deviation 0.5, redrawn until it is within the range;
     *   <li>skin tone, eye colour, hair length, volume and darkness, lip colour: uniform;
     *   <li>hair style: bald 8%, short 24%, fringe 16%, long 26%, bun 10%, curly 16%; red and grey of the hair: the
     *       cube and the sixth power of a uniform number, so that both are rare;
     *   <li>smile: uniform in [-0.6, 1]; mouth opening: 0 for two faces in five, else uniform; brow raise: as shapes;
     *       eye openness: uniform in [0.45, 1], and for one face in sixteen in [0, 0.2]; gaze: as shapes;
     *   <li>yaw, pitch, roll: normal with deviations 12, 6 and 4 degrees; shift and scale: as shapes;
     *   <li>light: azimuth normal with deviation 40 degrees, elevation uniform in [-10, 70] degrees, the rest uniform,
     *       warmth as shapes;
     *   <li>background: uniform, saturation and clutter squared.
     * </ul>
     *
     * @param random the source of randomness
     * @return the factors
     */
    public static FaceFactors random(RandomGenerator random) {
        return FacePrior.draw(random);
    }

    /**
     * The middle of the prior: short brown hair, a level closed mouth, a frontal pose, soft light from above.
     *
     * @return the factors
     */
    public static FaceFactors average() {
        return FacePrior.average();
    }

    /** {@return the names of the factors, in the order of {@link #toVector()}} */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The smallest value a factor can take.
     *
     * @param name one of {@link #names()}
     * @return the low end of its range
     * @throws IllegalArgumentException if there is no such factor
     */
    public static double low(String name) {
        return FactorTable.of(FaceFactors.class)
                .get(FactorTable.index(FaceFactors.class, name))
                .low();
    }

    /**
     * The largest value a factor can take.
     *
     * @param name one of {@link #names()}
     * @return the high end of its range
     * @throws IllegalArgumentException if there is no such factor
     */
    public static double high(String name) {
        return FactorTable.of(FaceFactors.class)
                .get(FactorTable.index(FaceFactors.class, name))
                .high();
    }

    /**
     * Rebuilds the factors from a vector.
     *
     * @param values one value for each of {@link #names()}; the hair style is its {@link HairStyle#index()}
     * @return the factors
     * @throws IllegalArgumentException if the length is wrong or a value is out of its range
     */
    public static FaceFactors fromVector(double[] values) {
        return FactorTable.build(FaceFactors.class, values);
    }

    /** {@return one value for each of {@link #names()}, in the factor's own unit; a new array} */
    public double[] toVector() {
        return FactorTable.read(this);
    }

    /**
     * The value of one factor.
     *
     * @param name one of {@link #names()}
     * @return its value, in the factor's own unit
     * @throws IllegalArgumentException if there is no such factor
     */
    public double get(String name) {
        return toVector()[FactorTable.index(FaceFactors.class, name)];
    }

    /**
     * The same face with one factor changed.
     *
     * @param name one of {@link #names()}
     * @param value the new value
     * @return the new factors
     * @throws IllegalArgumentException if there is no such factor or the value is out of its range
     */
    public FaceFactors with(String name, double value) {
        return FactorTable.with(this, name, value);
    }

    /**
     * Another person who expresses the same, in the same place.
     *
     * @param other the new identity
     * @return the new factors
     */
    public FaceFactors withIdentity(Identity other) {
        return new FaceFactors(other, expression, pose, light, background);
    }

    /**
     * The same person with another expression.
     *
     * @param other the new expression
     * @return the new factors
     */
    public FaceFactors withExpression(Expression other) {
        return new FaceFactors(identity, other, pose, light, background);
    }

    /**
     * The same face, turned otherwise.
     *
     * @param other the new pose
     * @return the new factors
     */
    public FaceFactors withPose(Pose other) {
        return new FaceFactors(identity, expression, other, light, background);
    }

    /**
     * The same face in another light.
     *
     * @param other the new light
     * @return the new factors
     */
    public FaceFactors withLight(Light other) {
        return new FaceFactors(identity, expression, pose, other, background);
    }

    /**
     * The same face before another background.
     *
     * @param other the new background
     * @return the new factors
     */
    public FaceFactors withBackground(Background other) {
        return new FaceFactors(identity, expression, pose, light, other);
    }

    /**
     * The identity as numbers that can be compared: each factor mapped from its range to [-1, 1], the hair style as
     * one number per style, 1 for the one worn and -1 for the others. Expression, pose, light and background do not
     * enter.
     *
     * @return the vector; a new array
     */
    public double[] identityVector() {
        return scaled(identity);
    }

    /**
     * All factors as numbers that can be compared, as in {@link #identityVector()} with what is not identity behind it.
     *
     * @return one value in [-1, 1] for each of {@link #scaledNames()}; a new array
     */
    public double[] scaledVector() {
        return scaled(this);
    }

    /** {@return the names of {@link #scaledVector()}: those of the factors, a choice with one name for each constant} */
    public static List<String> scaledNames() {
        return FactorTable.of(FaceFactors.class).stream()
                .flatMap(factor -> factor.choice()
                        ? Arrays.stream(HairStyle.values()).map(style -> factor.name() + "." + style)
                        : Stream.of(factor.name()))
                .toList();
    }

    private static double[] scaled(Record record) {
        double[] values = FactorTable.read(record);
        List<Factor> factors = FactorTable.of(record.getClass());
        return IntStream.range(0, values.length)
                .boxed()
                .flatMapToDouble(i -> factors.get(i).choice()
                        ? IntStream.rangeClosed(0, (int) factors.get(i).high())
                                .mapToDouble(choice -> choice == values[i] ? 1 : -1)
                        : DoubleStream.of(scaled(values[i], factors.get(i))))
                .toArray();
    }

    private static double scaled(double value, Factor factor) {
        return 2 * (value - factor.low()) / (factor.high() - factor.low()) - 1;
    }
}
