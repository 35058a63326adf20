package io.interp.testkit.paint;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The factors of a record tree as one flat vector: names, ranges, reading and rebuilding, from the records themselves. */
public final class FactorTable {
    /**
     * One number of the vector. An enum counts as its place among the constants.
     *
     * @param name the path of the component in the record tree, joined by dots
     * @param low the smallest value allowed
     * @param high the largest value allowed
     * @param choice whether it is an enum
     */
    public record Factor(String name, double low, double high, boolean choice) {}

    private static final ClassValue<List<Factor>> FACTORS = new ClassValue<>() {
        @Override
        protected List<Factor> computeValue(Class<?> type) {
            List<Factor> factors = new ArrayList<>();
            collect(type, "", factors);
            return List.copyOf(factors);
        }
    };

    private FactorTable() {}

    /**
     * {@return the factors of a record type, in the order of its components, nested records in place}
     *
     * @param type the record, whose components are numbers with a {@link Range}, enums, or records of them
     */
    public static List<Factor> of(Class<? extends Record> type) {
        return FACTORS.get(type);
    }

    /**
     * {@return the place of a factor in the vector}
     *
     * @param type the record
     * @param name the factor
     * @throws IllegalArgumentException if there is no such factor
     */
    public static int index(Class<? extends Record> type, String name) {
        List<Factor> factors = of(type);
        for (int i = 0; i < factors.size(); i++) {
            if (factors.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no factor named '" + name + "'; there are "
                + factors.stream().map(Factor::name).toList());
    }

    /**
     * Checks the flat values of a record against the ranges of its components.
     *
     * @param type the record
     * @param values one value for each of {@link #of}
     * @throws IllegalArgumentException if a value is out of its range
     */
    public static void check(Class<? extends Record> type, double... values) {
        List<Factor> factors = of(type);
        for (int i = 0; i < values.length; i++) {
            Factor factor = factors.get(i);
            // Written so that NaN fails.
            if (!(values[i] >= factor.low() && values[i] <= factor.high())) {
                throw new IllegalArgumentException(type.getSimpleName() + "." + factor.name() + " must lie in ["
                        + factor.low() + ", " + factor.high() + "]; got " + values[i]);
            }
        }
    }

    /**
     * {@return the values of a record in the order of {@link #of}; a new array}
     *
     * @param record what is read
     */
    public static double[] read(Record record) {
        double[] values = new double[of(record.getClass()).size()];
        read(record, values, 0);
        return values;
    }

    /**
     * {@return the record with some values}
     *
     * @param type the record
     * @param values one value for each of {@link #of}; choices are rounded to the nearest constant
     * @param <T> the record
     * @throws IllegalArgumentException if their number is wrong or one is out of its range
     */
    public static <T extends Record> T build(Class<T> type, double[] values) {
        int expected = of(type).size();
        if (values.length != expected) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " has " + expected
                    + " factors, see names(); got a vector of length " + values.length);
        }
        return type.cast(build(type, values, new int[1]));
    }

    /**
     * {@return a record with one factor changed}
     *
     * @param record what is changed
     * @param name the factor
     * @param value its new value
     * @param <T> the record
     * @throws IllegalArgumentException if there is no such factor or the value is out of its range
     */
    public static <T extends Record> T with(T record, String name, double value) {
        @SuppressWarnings("unchecked") // the class of a T
        Class<T> type = (Class<T>) record.getClass();
        double[] values = read(record);
        values[index(type, name)] = value;
        return build(type, values);
    }

    private static void collect(Class<?> type, String prefix, List<Factor> factors) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + component.getName();
            Class<?> part = component.getType();
            if (part.isRecord()) {
                collect(part, name + ".", factors);
            } else if (part.isEnum()) {
                factors.add(new Factor(name, 0, part.getEnumConstants().length - 1, true));
            } else {
                Range range = component.getAnnotation(Range.class);
                factors.add(new Factor(name, range.low(), range.high(), false));
            }
        }
    }

    private static int read(Record record, double[] values, int start) {
        int next = start;
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(component, record);
            if (value instanceof Record nested) {
                next = read(nested, values, next);
            } else {
                values[next++] = value instanceof Enum<?> choice ? place(choice) : (Double) value;
            }
        }
        return next;
    }

    private static Object build(Class<?> type, double[] values, int[] next) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Class<?> part = components[i].getType();
            if (part.isRecord()) {
                arguments[i] = build(part, values, next);
            } else if (part.isEnum()) {
                Object[] choices = part.getEnumConstants();
                double value = values[next[0]++];
                if (!(value > -0.5 && value < choices.length - 0.5)) {
                    throw new IllegalArgumentException(components[i].getName() + " must be the number of a "
                            + part.getSimpleName() + ", 0 to " + (choices.length - 1) + "; got " + value);
                }
                arguments[i] = choices[(int) Math.round(value)];
            } else {
                arguments[i] = values[next[0]++];
            }
        }
        return construct(type, components, arguments);
    }

    private static Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static int place(Enum<?> choice) {
        return Arrays.asList(choice.getDeclaringClass().getEnumConstants()).indexOf(choice);
    }

    private static Object construct(Class<?> type, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot build " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + type, e);
        }
    }
}
