package io.interp.testkit.drawn.scene;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.FactorTable.Factor;
import io.interp.testkit.paint.Range;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Everything that decides how a drawn scene looks. The same factors always give the same picture.
 *
 * <p>The factors can be read by name through the nested records, or as one flat vector in the order of
 * {@link #names()}, where each name is the path of the number, for example {@code house.x} or
 * {@code trees.first.size}.
 *
 * @param time of the day, from dawn over noon to dusk
 * @param sun the sun
 * @param clouds the clouds
 * @param land meadow, hills and bare earth
 * @param house the house
 * @param trees the trees
 * @param people the people
 */
@CheckReturnValue
public record SceneFactors(
        @Range double time, Sun sun, Clouds clouds, Land land, House house, Trees trees, People people) {
    private static final List<String> NAMES =
            FactorTable.of(SceneFactors.class).stream().map(Factor::name).toList();

    /**
     * Checks the parts.
     *
     * @param time in [0, 1]
     * @param sun not null
     * @param clouds not null
     * @param land not null
     * @param house not null
     * @param trees not null
     * @param people not null
     * @throws NullPointerException if a part is null
     * @throws IllegalArgumentException if the time is out of its range
     */
    public SceneFactors {
        FactorTable.check(SceneFactors.class, time);
        Objects.requireNonNull(sun, "sun");
        Objects.requireNonNull(clouds, "clouds");
        Objects.requireNonNull(land, "land");
        Objects.requireNonNull(house, "house");
        Objects.requireNonNull(trees, "trees");
        Objects.requireNonNull(people, "people");
    }

    /**
     * Draws a scene from the prior:
     *
     * <ul>
     *   <li>time: uniform;
     *   <li>sun: in 65% of the scenes, and then of uniform size; x uniform in [-0.9, 0.9]; height 4t(1 - t) of the time t,
     *       moved towards a uniform number by 40%;
     *   <li>clouds: present with 60%, 45% and 60%; size, shift, height, billow uniform;
     *   <li>land: horizon, slope, bulge and place of the hill normal with deviation 0.5 within the range; hill and earth
     *       uniform, dryness squared; bare earth in 75%, uniform in [0.2, 1]; path in 60%, uniform in [0.2, 1];
     *   <li>house: none 15%, cottage 35%, house 30%, tower 20%; x uniform in [-0.8, 0.8]; the rest uniform; lit uniform
     *       in [0.5, 1] after time 0.8, else 0;
     *   <li>trees: present with 90%, 75%, 55% and 35%; kind round 40%, conifer 25%, poplar 20%, bush 15%; the rest
     *       uniform, depth within [0, 0.75]; x redrawn up to three times where the tree would stand before the house;
     *   <li>people: present with 60% and 35%; the rest uniform, depth within [0.3, 0.95].
     * </ul>
     *
     * What is not present has the size 0, and its other factors are drawn all the same.
     *
     * @param random the source of randomness
     * @return the factors
     */
    public static SceneFactors random(RandomGenerator random) {
        return ScenePrior.draw(random);
    }

    /** {@return a house with a tree on each side and one person, at noon, with the sun and one cloud} */
    public static SceneFactors average() {
        return ScenePrior.average();
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
        return FactorTable.of(SceneFactors.class)
                .get(FactorTable.index(SceneFactors.class, name))
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
        return FactorTable.of(SceneFactors.class)
                .get(FactorTable.index(SceneFactors.class, name))
                .high();
    }

    /**
     * Rebuilds the factors from a vector.
     *
     * @param values one value for each of {@link #names()}; kinds as their index
     * @return the factors
     * @throws IllegalArgumentException if the length is wrong or a value is out of its range
     */
    public static SceneFactors fromVector(double[] values) {
        return FactorTable.build(SceneFactors.class, values);
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
        return toVector()[FactorTable.index(SceneFactors.class, name)];
    }

    /**
     * The same scene with one factor changed.
     *
     * @param name one of {@link #names()}
     * @param value the new value
     * @return the new factors
     * @throws IllegalArgumentException if there is no such factor or the value is out of its range
     */
    public SceneFactors with(String name, double value) {
        return FactorTable.with(this, name, value);
    }
}
