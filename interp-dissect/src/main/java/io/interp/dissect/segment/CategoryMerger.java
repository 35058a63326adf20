package io.interp.dissect.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.interp.core.NearNames;
import io.interp.core.measure.Segmenter;
import io.interp.core.measure.SoftSegmenter;
import io.interp.core.tensor.GradScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A segmenter with several classes merged to one, such as upper lip, lower lip and mouth to mouth. A merged class stands
 * where its first member stood and has its category; the others keep their order. Owns the segmenter it wraps.
 */
public final class CategoryMerger implements SoftSegmenter {

    private final Segmenter base;
    private final List<String> labels = new ArrayList<>();
    private final List<String> categories = new ArrayList<>();
    // The new index of each class of the base.
    private final int[] target;

    private CategoryMerger(Segmenter base, Map<String, List<String>> merged) {
        this.base = base;
        List<String> names = base.labels();
        target = new int[names.size()];
        Arrays.fill(target, -1);
        String[] group = new String[names.size()];
        merged.forEach((name, members) -> {
            if (members.isEmpty()) {
                throw new IllegalArgumentException("class '" + name + "' is to be merged from no classes");
            }
            for (String member : members) {
                int index = names.indexOf(member);
                if (index < 0) {
                    throw new IllegalArgumentException(NearNames.unknown("class", member, base.name(), names));
                }
                if (group[index] != null) {
                    throw new IllegalArgumentException(
                            "class '" + member + "' is merged into both '" + group[index] + "' and '" + name + "'");
                }
                String first = base.categories().get(names.indexOf(members.get(0)));
                if (!base.categories().get(index).equals(first)) {
                    throw new IllegalArgumentException("classes of one category only can be merged into '" + name
                            + "'; '" + members.get(0) + "' is " + first + ", '" + member + "' is "
                            + base.categories().get(index));
                }
                group[index] = name;
            }
        });
        for (int i = 0; i < target.length; i++) {
            String name = group[i] == null ? names.get(i) : group[i];
            int known = labels.indexOf(name);
            if (known >= 0 && (group[i] == null || !merged.get(name).contains(names.get(first(known))))) {
                throw new IllegalArgumentException("two classes would be named '" + name + "'; choose another name");
            }
            target[i] = known >= 0 ? known : labels.size();
            if (known < 0) {
                labels.add(name);
                categories.add(base.categories().get(i));
            }
        }
    }

    private int first(int index) {
        return IntStream.range(0, target.length)
                .filter(i -> target[i] == index)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Wraps a segmenter.
     *
     * @param base the segmenter, closed with the result
     * @param merged the members of each merged class by its name
     * @return the segmenter with fewer classes
     * @throws IllegalArgumentException if a class is unknown, is merged twice, or members differ in category
     */
    public static CategoryMerger of(Segmenter base, Map<String, List<String>> merged) {
        return new CategoryMerger(base, merged);
    }

    @Override
    public String name() {
        return base.name() + " with " + String.join(", ", labels);
    }

    @Override
    public List<String> labels() {
        return List.copyOf(labels);
    }

    @Override
    public List<String> categories() {
        return List.copyOf(categories);
    }

    @Override
    public OptionalInt none() {
        return base.none().isPresent() ? OptionalInt.of(target[base.none().getAsInt()]) : OptionalInt.empty();
    }

    @Override
    public int channels() {
        return base.channels();
    }

    @Override
    public NDArray segment(NDArray images) {
        return renamed(images, base.segment(images));
    }

    @Override
    public NDArray segmentAll(NDArray images) {
        return renamed(images, base.segmentAll(images));
    }

    private NDArray renamed(NDArray images, NDArray found) {
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            found.attach(scope);
            Shape shape = found.getShape();
            NDArray table = scope.create(Arrays.stream(target).asLongStream().toArray());
            NDArray renamed = table.get(new NDIndex("{}", found.reshape(-1))).reshape(shape);
            renamed.attach(images.getManager());
            return renamed;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The sum of the members' scores.
     *
     * @throws IllegalStateException if the wrapped segmenter has no soft scores
     */
    @Override
    public NDArray softScore(NDArray images, int label) {
        Objects.checkIndex(label, labels.size());
        if (!(base instanceof SoftSegmenter soft)) {
            throw new IllegalStateException(
                    "segmenter '" + base.name() + "' has no soft scores, so neither have its merged classes");
        }
        NDList scores = new NDList();
        for (int i = 0; i < target.length; i++) {
            if (target[i] == label) {
                scores.add(soft.softScore(images, i));
            }
        }
        return scores.size() == 1 ? scores.head() : NDArrays.add(scores.toArray(new NDArray[0])); // [N, h, w]
    }

    /** Closes the wrapped segmenter. */
    @Override
    public void close() {
        base.close();
    }
}
