// Groups the filters of a layer, names the groups, and swaps a mouth. Run by: examples/jshell/run.sh partition.jsh
Interpretable gan = session.drawn();
System.out.println(gan.layers());

Partition described = gan.partition(8).at("layer2");
InterpretableGan trained = session.own(session.brief
        ? described.updates(2, 1).train("drawn:faces?count=64")
        : described.train("drawn:faces"));
System.out.println(trained.groups());
System.out.println(trained.cosine());

Segmenter segmenter = session.own(DrawnSegmenter.load(session.manager));
Map<String, List<String>> parts = new LinkedHashMap<>();
for (String part : List.of("hair", "brows", "eyes", "nose", "mouth")) {
    parts.put(part, List.of(part));
}
SegmentMasks masks = new SegmentMasks(segmenter, PartLabels.of(segmenter.labels(), parts));
GroupScores scores = new ConceptNaming(1.0 / 8, new LatentSample(session.brief ? 64 : 512, 32, 0)).measure(trained.generator(), trained.groups(), masks).scores(OverlapScore.LIFT);
System.out.println(scores);
trained.name(scores.covering(1));

NDArray from = gan.generator().latents().sample(session.manager, 1, 6);
NDArray into = gan.generator().latents().sample(session.manager, 2, 6);
SwapResult swapped = trained.swap(session.manager, trained.concepts().named("mouth"), from, into);
List<java.awt.image.BufferedImage> cells = new ArrayList<>(Pictures.of(swapped.source()));
cells.addAll(Pictures.of(swapped.target()));
cells.addAll(Pictures.of(swapped.result()));
Png.write(session.out.resolve("swap.png"), ImageGrid.of(cells).columns(6).scale(3).rowLabels(List.of("source", "target", "result")).draw());
System.out.println("wrote " + session.out.resolve("swap.png"));
