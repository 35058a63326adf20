package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;

class GroupAgreementTest {

    @Test
    void equalPartitionsAgreeWhateverTheirLabels() {
        GroupAgreement agreement = GroupAgreement.of(new int[] {0, 0, 1, 1, 2, 2, 2}, new int[] {7, 7, 0, 0, 3, 3, 3});
        assertThat(agreement.adjustedRand()).isEqualTo(1);
        assertThat(agreement.normalisedMutualInformation()).isCloseTo(1, within(1e-12));
        assertThat(agreement.matched()).isEqualTo(1);
        assertThat(agreement.filters()).isEqualTo(7);
    }

    /** Values by hand: table {2,1,0},{0,1,2}. */
    @Test
    void knownPartitionsHaveKnownAgreement() {
        GroupAgreement agreement = GroupAgreement.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 2, 2});
        // Pairs together in both 2, in the first 6, in the second 3, of 15: expected 18/15.
        assertThat(agreement.adjustedRand()).isCloseTo((2 - 1.2) / (4.5 - 1.2), within(1e-12));
        // Mutual information 2/3 log 2, entropies log 2 and log 3.
        assertThat(agreement.normalisedMutualInformation())
                .isCloseTo(2 * (2.0 / 3) * Math.log(2) / (Math.log(2) + Math.log(3)), within(1e-12));
        assertThat(agreement.matched()).isCloseTo(4.0 / 6, within(1e-12));
    }

    @Test
    void equalsCountingAllPairs() {
        Random random = new Random(2);
        for (int trial = 0; trial < 100; trial++) {
            int n = 2 + random.nextInt(30);
            int[] first = random.ints(n, 0, 5).toArray();
            int[] second = random.ints(n, 0, 4).toArray();
            double both = 0;
            double inFirst = 0;
            double inSecond = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    both += first[i] == first[j] && second[i] == second[j] ? 1 : 0;
                    inFirst += first[i] == first[j] ? 1 : 0;
                    inSecond += second[i] == second[j] ? 1 : 0;
                }
            }
            double expected = inFirst * inSecond / CombinatoricsUtils.binomialCoefficientDouble(n, 2);
            double largest = (inFirst + inSecond) / 2;
            GroupAgreement agreement = GroupAgreement.of(first, second);
            if (largest != expected) {
                assertThat(agreement.adjustedRand()).isCloseTo((both - expected) / (largest - expected), within(1e-12));
            }
            assertThat(agreement.normalisedMutualInformation()).isBetween(0.0, 1.0);
            assertThat(GroupAgreement.of(second, first).normalisedMutualInformation())
                    .isCloseTo(agreement.normalisedMutualInformation(), within(1e-12));
            assertThat(GroupAgreement.of(second, first).matched()).isEqualTo(agreement.matched());
        }
    }

    @Test
    void unrelatedPartitionsAgreeByChanceOnly() {
        Random random = new Random(3);
        double mean = 0;
        for (int trial = 0; trial < 200; trial++) {
            mean += GroupAgreement.of(
                                    random.ints(96, 0, 6).toArray(),
                                    random.ints(96, 0, 6).toArray())
                            .adjustedRand()
                    / 200;
        }
        assertThat(mean).isCloseTo(0, within(0.01));
    }

    @Test
    void filtersWithoutAGroupAreLeftOut() {
        GroupAgreement agreement = GroupAgreement.of(new int[] {0, -1, 1, 1, 0}, new int[] {1, 0, 0, 0, -1});
        assertThat(agreement.filters()).isEqualTo(3);
        assertThat(agreement.adjustedRand()).isEqualTo(1);
        assertThat(agreement.matched()).isEqualTo(1);
    }

    @Test
    void trivialPartitionsAreEqual() {
        GroupAgreement oneGroup = GroupAgreement.of(new int[] {0, 0, 0}, new int[] {4, 4, 4});
        assertThat(oneGroup).isEqualTo(new GroupAgreement(1, 1, 1, 3));
        assertThat(GroupAgreement.of(new int[] {0}, new int[] {1}).adjustedRand())
                .isEqualTo(1);
        assertThat(GroupAgreement.of(new int[] {0, 1, 2}, new int[] {2, 0, 1}).adjustedRand())
                .isEqualTo(1);
    }

    @Test
    void nothingToCompareIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GroupAgreement.of(new int[2], new int[3]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupAgreement.of(new int[] {-1, 0}, new int[] {0, -1}))
                .withMessageContaining("no filter");
        assertThatIllegalArgumentException().isThrownBy(() -> GroupAgreement.of(new int[0], new int[0]));
    }
}
