package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interp.core.train.AdamOptions;
import io.interp.egan.fitness.GradientFitness;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvolutionOptionsTest {

    @Test
    void presetsDifferWherePaperAndCodeDo() {
        EvolutionOptions paper = EvolutionOptions.paper();
        EvolutionOptions released = EvolutionOptions.released();
        assertThat(paper.critic().first()).isTrue();
        assertThat(released.critic().first()).isFalse();
        assertThat(paper.critic().steps()).isEqualTo(2);
        assertThat(released.critic().steps()).isEqualTo(3);
        assertThat(paper.batchSize()).isEqualTo(16);
        assertThat(released.batchSize()).isEqualTo(32);
        assertThat(paper.variation().adam().beta2()).isEqualTo(0.99);
        assertThat(released.variation().adam().beta2()).isEqualTo(0.999);
        assertThat(paper.critic().fakes()).isEqualTo(CriticFakes.FRESH);
        assertThat(released.critic().fakes()).isEqualTo(CriticFakes.EVALUATED);
        assertThat(paper.variation().mutations()).contains(AdversarialMutation.LEAST_SQUARES);
        assertThat(released.variation().mutations()).contains(AdversarialMutation.LEAST_SQUARES_LOGIT);
        assertThat(released.evaluation().commonLatents()).isFalse();
        EvolutionOptions plane = EvolutionOptions.plane();
        assertThat(plane.evaluation().fitness()).isEqualTo(new GradientFitness(2));
        assertThat(plane.critic().adam().beta1()).isZero();
        for (EvolutionOptions preset : List.of(paper, released, plane)) {
            assertThat(preset.parents()).isEqualTo(1);
            assertThat(preset.variation().crossover()).isEmpty();
            assertThat(preset.variation().mutations()).hasSize(3);
        }
    }

    @Test
    void enoughImagesAreMadeForTheDiscriminatorsBatches() {
        EvolutionOptions options = EvolutionOptions.released().withBatchSize(100);
        assertThat(options.evaluationImages()).isEqualTo(300);
        assertThat(options.withParents(2).evaluationImages()).isEqualTo(256);
        assertThat(options.withParents(7).withEvaluationSize(10).evaluationImages())
                .isEqualTo(43);
        assertThat(EvolutionOptions.paper().evaluationImages()).isEqualTo(256);
        EvolutionOptions single = options.withMutations(List.of(AdversarialMutation.MINIMAX));
        assertThat(single.judges()).isFalse();
        assertThat(single.withBatchSize(5).evaluationImages()).isEqualTo(15);
        assertThat(options.withSelection(Selection.RANDOM).judges()).isFalse();
        assertThat(single.withSelection(Selection.PLUS).judges()).isTrue();
        assertThat(EvolutionOptions.paper()
                        .withMutations(List.of(AdversarialMutation.MINIMAX))
                        .evaluationImages())
                .isZero();
    }

    @Test
    void textOfOptionsTellsThemApart() {
        EvolutionOptions options = EvolutionOptions.plane();
        assertThat(options.toString())
                .isEqualTo(EvolutionOptions.plane().toString())
                .isNotEqualTo(options.withGamma(1).toString())
                .isNotEqualTo(options.withMutations(
                                List.of(AdversarialMutation.MINIMAX, AdversarialMutation.HEURISTIC.times(2)))
                        .toString())
                .isNotEqualTo(options.withR1(0.1, 1).toString())
                .doesNotContain("@");
    }

    @Test
    void refusesWhatMakesNoSense() {
        EvolutionOptions options = EvolutionOptions.plane();
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMutations(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMutations(
                        List.of(AdversarialMutation.MINIMAX, AdversarialMutation.MINIMAX.times(2))))
                .withMessageContaining("minimax");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMutations(List.of(Mutation.of("crossover", s -> s.mean()))));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withParents(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withBatchSize(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBatchSize(2).withParents(3))
                .withMessageContaining("3");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withEvaluationSize(1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withGamma(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withR1(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withR1(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withDiscriminatorSteps(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CriticOptions(1, AdamOptions.DCGAN, CriticFakes.EVALUATED, true, 0, 1))
                .withMessageContaining("fresh");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withSelection(Selection.RANDOM).withCrossover(Optional.of(Crossover.IE_GAN)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Crossover(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Crossover(1, -1));
    }
}
