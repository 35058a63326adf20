/**
 * What units cause: sets of units switched off or set to a level, and what that does to the classes a segmenter sees.
 *
 * <p>{@link io.interp.dissect.intervene.CausalStrategy} finds the units that cause a class;
 * {@link io.interp.dissect.intervene.AblationMeter}, {@link io.interp.dissect.intervene.AverageCausalEffect},
 * {@link io.interp.dissect.intervene.EffectTable} and {@link io.interp.dissect.intervene.ContextInsertion} measure what any
 * ranking or set of units does.
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 3.2.
 */
package io.interp.dissect.intervene;
