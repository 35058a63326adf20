package io.interp;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plan of the house: which package may know which. */
@AnalyzeClasses(packages = "io.interp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CORE = "io.interp.core..";
    private static final String INTERNAL = "io.interp.core.internal..";
    private static final String TORCH = "io.interp.core.internal.torch..";
    private static final String TESTKIT = "io.interp.testkit..";
    private static final String PARTITION = "io.interp.partition..";
    private static final String SEFA = "io.interp.sefa..";
    private static final String DISSECT = "io.interp.dissect..";
    private static final String EIGENGAN = "io.interp.eigengan..";
    private static final String EGAN = "io.interp.egan..";

    @ArchTest
    static final ArchRule CORE_KNOWS_NOBODY = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(notOfThisProject().or(in(CORE)));

    @ArchTest
    static final ArchRule PARTITION_KNOWS_CORE_ONLY = knowsCoreOnly(PARTITION);

    @ArchTest
    static final ArchRule SEFA_KNOWS_CORE_ONLY = knowsCoreOnly(SEFA);

    @ArchTest
    static final ArchRule DISSECT_KNOWS_CORE_ONLY = knowsCoreOnly(DISSECT);

    @ArchTest
    static final ArchRule EIGENGAN_KNOWS_CORE_ONLY = knowsCoreOnly(EIGENGAN);

    @ArchTest
    static final ArchRule EGAN_KNOWS_CORE_ONLY = knowsCoreOnly(EGAN);

    private static ArchRule knowsCoreOnly(String strategy) {
        return classes()
                .that()
                .resideInAPackage(strategy)
                .should()
                .onlyDependOnClassesThat(notOfThisProject().or(in(CORE)).or(in(strategy)));
    }

    @ArchTest
    static final ArchRule THE_FRONT_DOOR_DOES_NOT_KNOW_THE_TEST_KIT =
            noClasses().that().resideInAPackage("io.interp").should().dependOnClassesThat(in(TESTKIT));

    @ArchTest
    static final ArchRule NO_CYCLES_BETWEEN_MODULES =
            slices().matching("io.interp.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_THE_ENGINE =
            noClasses().that().resideOutsideOfPackage(TORCH).should().dependOnClassesThat(in("ai.djl.pytorch.."));

    @ArchTest
    static final ArchRule INTERNALS_STAY_IN_CORE =
            noClasses().that().resideOutsideOfPackage(CORE).should().dependOnClassesThat(in(INTERNAL));

    @ArchTest
    static final ArchRule NO_STATIC_MANAGERS = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(TORCH)
            .should()
            .notHaveRawType(JavaClass.Predicates.assignableTo(NDManager.class));

    /** See TensorOps.scale: these lose their number while a graph that is recorded still needs it. */
    @ArchTest
    static final ArchRule NO_NUMBERS_IN_PRODUCTS_THAT_MAY_BE_RECORDED = noClasses()
            .that(in(
                    "io.interp.core",
                    "io.interp.core.block..",
                    "io.interp.core.data..",
                    "io.interp.core.measure..",
                    "io.interp.core.tensor..",
                    "io.interp.core.torchscript..",
                    "io.interp.core.train..",
                    "io.interp.dissect.intervene..",
                    "io.interp.egan.point..",
                    "io.interp.eigengan",
                    "io.interp.eigengan.train..",
                    TESTKIT))
            .should()
            .callMethod(NDArray.class, "mul", Number.class)
            .orShould()
            .callMethod(NDArray.class, "div", Number.class)
            .orShould()
            .callMethod(NDArray.class, "pow", Number.class)
            .orShould()
            .callMethod(NDArray.class, "maximum", Number.class)
            .orShould()
            .callMethod(NDArray.class, "minimum", Number.class);

    @ArchTest
    static final ArchRule LIBRARIES_DO_NOT_PRINT = noClasses()
            .should(accessField(System.class, "out"))
            .orShould(accessField(System.class, "err"))
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses().should().haveNameMatching(".*(Utils?|Manager|Impl|Helper)");

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> notOfThisProject() {
        return JavaClass.Predicates.resideOutsideOfPackage("io.interp..");
    }
}
