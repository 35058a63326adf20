package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interp.core.io.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConceptsTest {

    private final Concepts concepts =
            new Concepts(6, List.of(Concept.of("mouth", 5, 3, 3), Concept.of("eyes", 0), Concept.of("nothing")));

    @Test
    void groupsAreSortedAndDistinct() {
        assertThat(concepts.named("mouth").groups()).containsExactly(3, 5);
        assertThat(concepts.names()).containsExactly("mouth", "eyes", "nothing");
        assertThat(concepts.unnamed()).containsExactly(1, 2, 4);
    }

    @Test
    void allIncludesInactiveFilters() {
        assertThat(concepts.all().groups()).containsExactly(-1, 0, 1, 2, 3, 4, 5);
    }

    @Test
    void unionsJoinGroups() {
        assertThat(concepts.union("mouth", "eyes")).isEqualTo(Concept.of("mouth+eyes", 0, 3, 5));
        assertThat(concepts.with(concepts.union("eyes", "mouth")).names()).contains("eyes+mouth");
        assertThatIllegalArgumentException().isThrownBy(concepts::union).withMessageContaining("at least one");
    }

    @Test
    void unknownNamesListNearOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> concepts.named("mouht"))
                .withMessageContaining("no concept 'mouht'")
                .withMessageContaining("near names: mouth");
    }

    @Test
    void badConceptsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Concepts(6, List.of(Concept.of("far", 6))))
                .withMessageContaining("group 6")
                .withMessageContaining("0 to 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> concepts.with(Concept.of("eyes", 1)))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Concept.of("low", -2))
                .withMessageContaining("-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Concept.of(" ", 1))
                .withMessageContaining("name");
        assertThatIllegalArgumentException().isThrownBy(() -> new Concepts(0, List.of()));
    }

    @Test
    void jsonKeepsEverything() {
        String text = Json.text(concepts.toJson());
        Object plain = Json.plain(Json.parse(text, "concepts"));
        @SuppressWarnings("unchecked")
        Concepts loaded = Concepts.fromJson((Map<String, Object>) plain);
        assertThat(loaded).isEqualTo(concepts);
        assertThat(loaded.groups()).isEqualTo(6);
        assertThat(Json.text(loaded.toJson())).isEqualTo(text);
    }

    @Test
    void damagedJsonIsRefused() {
        for (Map<String, ?> json : List.of(
                Map.of("groups", 3),
                Map.of("groups", 3, "concepts", Map.of("a", 1)),
                Map.of("groups", 3, "concepts", Map.of("a", List.of("x"))),
                Map.of("groups", 3, "concepts", Map.of("a", List.of(1.5))),
                Map.of("groups", 3, "concepts", Map.of("a", List.of(3))),
                Map.of("groups", 0, "concepts", Map.of()),
                Map.of("concepts", Map.of()))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Concepts.fromJson(json));
        }
    }
}
