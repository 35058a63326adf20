package io.interp.core.internal.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of layers, and what is said about those that take no hook. */
class ModuleTreeTest {

    private static List<String> names(String archive) {
        return LoadedArchive.resource(archive).modules().layers().stream()
                .map(CallableLayer::name)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted.pt", "upsampler.traced.pt"})
    void aSequentialsChildrenComeInOrderBeforeIt(String archive) {
        assertThat(names(archive))
                .containsExactly("net.0", "net.1", "net.2", "net.3", "net.4", "net.5", "net.6", "net.7", "net");
        CallableLayer layer = LoadedArchive.resource(archive).modules().layer("net.3");
        assertThat(layer.typeName()).isEqualTo("ConvTranspose2d");
        assertThat(layer.qualifiedType()).startsWith("__torch__.torch.nn.modules.conv.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual.scripted.pt", "residual.traced.pt", "new/residual.scripted.pt"})
    void aModuleCalledTwiceIsTwoLayers(String archive) {
        assertThat(names(archive))
                .containsExactlyInAnyOrder(
                        "stem",
                        "block1.conv",
                        "block1.norm",
                        "block1",
                        "same#1",
                        "block2#1.conv",
                        "block2#1.norm",
                        "block2#1",
                        "same#2",
                        "block2#2.conv",
                        "block2#2.norm",
                        "block2#2",
                        "head");
        ModuleTree tree = LoadedArchive.resource(archive).modules();
        assertThat(tree.layer("block2#2.conv").modulePath()).isEqualTo("block2.conv");
        assertThatThrownBy(() -> tree.layer("block2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[block2#1, block2#2]");
        assertThatThrownBy(() -> tree.layer("block2.conv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[block2#1.conv, block2#2.conv]");
    }

    @Test
    void helpersListsDictionariesAndOtherMethodsAreFollowed() {
        assertThat(names("listed.scripted.pt"))
                .containsExactly(
                        "layers.0",
                        "layers.1",
                        "layers.2",
                        "named.left",
                        "named.right",
                        "coder.inner",
                        "coder.outer",
                        "coder");
        assertThat(LoadedArchive.resource("listed.scripted.pt")
                        .modules()
                        .layer("coder")
                        .method())
                .isEqualTo("decode");
    }

    @Test
    void styleCodesAreLayers() {
        ModuleTree tree = LoadedArchive.resource("styled.traced.pt").modules();
        assertThat(names("styled.traced.pt"))
                .contains("mapping", "truncation", "synthesis.layer0.style", "synthesis.layer2", "synthesis");
        assertThat(tree.modules())
                .filteredOn(module -> module.path().equals("synthesis.layer1.style"))
                .singleElement()
                .satisfies(
                        module -> assertThat(module.pathOf(module.parameters().get(0)))
                                .isEqualTo("synthesis.layer1.style.weight"));
    }

    @ParameterizedTest
    @CsvSource({
        "upsampler.traced.pt, nte.3, net.3",
        "styled.scripted.pt, synthesis.layer1.stile, synthesis.layer1.style",
        "residual.traced.pt, block1.cnov, block1.conv",
    })
    void anUnknownLayerListsNearOnes(String archive, String wrong, String meant) {
        ModuleTree tree = LoadedArchive.resource(archive).modules();
        assertThatThrownBy(() -> tree.layer(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer '" + wrong + "'; near names: [" + meant + ",");
    }

    @Test
    void layersThatTakeNoHookSayWhy() {
        ModuleTree tuples = LoadedArchive.resource("tuples.scripted.pt").modules();
        assertThatThrownBy(() -> tuples.layer("split")).hasMessageContaining("returns Tuple[Tensor, Tensor]");
        assertThatThrownBy(() -> tuples.layer("split.unused"))
                .hasMessageContaining("exists but forward never calls it");
        assertThat(tuples.calls()).extracting(CallableLayer::name).contains("split");
        ModuleTree branching = LoadedArchive.resource("branching.scripted.pt").modules();
        assertThatThrownBy(() -> branching.layer("step")).hasMessageContaining("called in a loop");
        assertThat(branching.layer("positive").conditional()).isTrue();
        assertThat(branching.layer("first").conditional()).isFalse();
        ModuleTree frozen = LoadedArchive.resource("frozen.pt").modules();
        assertThat(frozen.layers()).isEmpty();
        assertThatThrownBy(() -> frozen.layer("stem")).hasMessageContaining("torch.jit.freeze");
        ModuleTree listed = LoadedArchive.resource("listed.scripted.pt").modules();
        assertThatThrownBy(() -> listed.layer("layers")).hasMessageContaining("exists but forward never calls it");
    }

    @Test
    void hooksRefuseWhatCannotWork() {
        TorchArchive archive = LoadedArchive.resource("upsampler.scripted.pt");
        assertThatThrownBy(() -> HookPoint.replace("net.0", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HookPoint.capture("net.0", "(a")).hasMessageContaining("bracket");
        assertThatThrownBy(() -> HookPoint.capture(" ", "a")).hasMessageContaining("without a layer");
        assertThatThrownBy(() -> archive.withHooks("forward", List.of(), true)).hasMessageContaining("already");
        assertThatThrownBy(() -> archive.withHooks("a b", List.of(), true)).hasMessageContaining("letters");
        assertThatThrownBy(() -> archive.withHooks(
                        "h", List.of(HookPoint.capture("net.0", "a"), HookPoint.capture("net.1", "a")), true))
                .hasMessageContaining("two results would be named 'a'");
        assertThatThrownBy(() -> archive.withHooks("h", List.of(HookPoint.capture("net.0", "images")), true))
                .hasMessageContaining("images");
    }
}
