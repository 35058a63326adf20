package io.interp.egan;

import java.util.List;

/**
 * What one generation measured.
 *
 * @param step the number of the generation, counted from 1
 * @param discriminatorLoss the discriminator's loss without a penalty, the mean of its steps
 * @param realScore the mean logit of real images in those steps
 * @param fakeScore the mean logit of generated images in those steps
 * @param children the candidates in the order they were bred: parent by parent, each with the mutations in their order,
 *     then crossovers, then competing parents
 */
public record GenerationReport(
        long step, double discriminatorLoss, double realScore, double fakeScore, List<ChildReport> children) {

    /** Copies the list. */
    public GenerationReport {
        children = List.copyOf(children);
    }

    /** {@return the survivors, in the order they were bred} */
    public List<ChildReport> survivors() {
        return children.stream().filter(ChildReport::survived).toList();
    }
}
