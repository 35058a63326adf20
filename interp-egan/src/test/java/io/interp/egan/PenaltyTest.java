package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.tensor.TensorOps;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import io.interp.core.train.GeneratorPenalty;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is added to every child's objective, and done to its weights after its step. */
class PenaltyTest {

    /** Pulls the first layer's weights towards zero, and puts their norm back to 1 after each step. */
    private record UnitNorm(double weight) implements GeneratorPenalty.Recipe {

        static NDArray weights(Generator generator) {
            return generator.state().get("layer1.01Linear_weight");
        }

        @Override
        public GeneratorPenalty of(Generator generator) {
            NDArray weights = Optional.ofNullable(weights(generator))
                    .orElseThrow(() -> new IllegalArgumentException("no first layer"));
            return new GeneratorPenalty() {
                @Override
                public NDArray loss(NDArray latents, NDArray images) {
                    return TensorOps.scale(weights.square().sum(), weight);
                }

                @Override
                public void afterStep() {
                    try (NDManager scope = weights.getManager().newSubManager()) {
                        NDArray norm = weights.norm();
                        norm.attach(scope);
                        NDArray unit = weights.div(norm);
                        unit.attach(scope);
                        unit.copyTo(weights);
                    }
                }
            };
        }
    }

    /** The ordinary trainer's penalties are found by other code. */
    @Test
    void oneMutationWithAPenaltyIsOrdinaryTrainingWithIt() {
        UnitNorm recipe = new UnitNorm(0.3);
        EvolutionOptions options = SmallEvolutions.criticFirst()
                .withMutations(List.of(AdversarialMutation.HEURISTIC.times(2)))
                .withPenalty(recipe);
        GanTraining plain = SmallEvolutions.ordinary(options);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = SmallEvolutions.TINY.generator(manager, 1);
                Discriminator first = SmallEvolutions.TINY.discriminator(manager, 2);
                Discriminator second = first.copy();
                Discriminator third = first.copy();
                EvolutionTrainer evolution = new EvolutionTrainer(generator, first, SmallEvolutions.POINTS, options);
                EvolutionTrainer pulled = new EvolutionTrainer(
                        generator, third, SmallEvolutions.POINTS, options.withPenalty(new UnitNorm(3)));
                GanTrainer trainer =
                        new GanTrainer(generator, second, SmallEvolutions.POINTS, plain, recipe.of(generator))) {
            SmallEvolutions.steps(evolution, 6);
            SmallEvolutions.steps(pulled, 6);
            double generatorLoss = 0;
            for (int i = 0; i < 6; i++) {
                generatorLoss = trainer.step().generatorLoss();
            }
            assertThat(evolution.best().fingerprint()).isEqualTo(generator.fingerprint());
            assertThat(first.fingerprint()).isEqualTo(second.fingerprint());
            List<ChildReport> children =
                    evolution.history().generations().get(5).children();
            assertThat(children.get(0).loss()).as("told without the penalty").isEqualTo(generatorLoss);
            assertThat(pulled.best().fingerprint())
                    .as("the weight counts")
                    .isNotEqualTo(evolution.best().fingerprint());
        }
    }

    @ParameterizedTest
    @EnumSource(Selection.class)
    void everySurvivorKeepsTheConstraint(Selection selection) {
        EvolutionOptions options = SmallEvolutions.options()
                .withParents(2)
                .withSelection(selection)
                .withPenalty(new UnitNorm(0));
        EvolutionOptions crossed =
                selection == Selection.RANDOM ? options : options.withCrossover(Optional.of(Crossover.IE_GAN));
        SmallEvolutions.with(crossed, trainer -> {
            for (int generation = 0; generation < 5; generation++) {
                List<String> before = fingerprints(trainer);
                GenerationReport report = trainer.step();
                assertThat(report.survivors()).hasSize(2);
                List<Generator> parents = trainer.parents();
                for (int i = 0; i < parents.size(); i++) {
                    if (!before.contains(parents.get(i).fingerprint())) { // an ancestor may live on under PLUS
                        assertThat(UnitNorm.weights(parents.get(i)).norm().getFloat())
                                .as("%s, generation %d, parent %d", selection, generation, i)
                                .isCloseTo(1, within(1e-5f));
                    }
                }
            }
            assertThat(UnitNorm.weights(trainer.best()).norm().getFloat()).isCloseTo(1, within(1e-5f));
        });
        SmallEvolutions.with(SmallEvolutions.options(), free -> {
            SmallEvolutions.steps(free, 5);
            assertThat(UnitNorm.weights(free.best()).norm().getFloat())
                    .as("without a constraint")
                    .isNotCloseTo(1, within(0.05f));
        });
    }

    private static List<String> fingerprints(EvolutionTrainer trainer) {
        return trainer.parents().stream().map(Generator::fingerprint).toList();
    }

    @Test
    void refusesAGeneratorOfAnotherKindBeforeAnythingIsMade() {
        GeneratorPenalty.Recipe none = generator -> {
            throw new IllegalArgumentException("'" + generator.name() + "' has no bases");
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmallEvolutions.with(SmallEvolutions.options().withPenalty(none), trainer -> {}))
                .withMessageContaining("has no bases");
    }
}
