/**
 * EigenGAN: a generator with a linear subspace at every resolution, whose orthogonal basis vectors come to mean
 * something while it is trained.
 *
 * <pre>{@code
 * EigenGanPreset preset = EigenGanPreset.narrow(64);
 * EigenGanStrategy strategy = new EigenGanStrategy(preset.training(), faces).checkpoints(folder, 500);
 * try (TrainedEigenGan trained = strategy.train(preset.network(), manager)) {
 *     Importance importance = ImportanceMeter.seeded(0).measure(trained.generator());
 *     TraversalPictures pictures = TraversalPictures.of(trained.generator());
 *     pictures.write(folder.resolve("traversals"), trained.latents().all());
 *     new EigenGanReport(trained, importance, pictures, Optional.empty()).write(folder.resolve("report.html"));
 * }
 * }</pre>
 *
 * <p>{@link io.interp.eigengan.LinearEigenGan} is the model whose theory is known, {@link
 * io.interp.eigengan.LinearModel} the theory.
 *
 * <h2>Reference</h2>
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021.
 */
package io.interp.eigengan;
