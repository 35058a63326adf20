package io.interp.sefa;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.LambdaBlock;
import io.interp.core.Gan;
import io.interp.core.Strategy;
import io.interp.core.io.HostArray;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.contract.StrategyContract;
import java.util.Map;

class SefaStrategyContractTest extends StrategyContract<Directions> {

    @Override
    protected Strategy<Directions> strategy() {
        return new SefaStrategy().top(3);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(PlantedGenerator.of(3, 12).generator(manager));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(NamedWeights.generator(
                manager,
                64,
                stages -> stages.put(
                        "image",
                        new LambdaBlock(z -> new NDList(z.singletonOrThrow().reshape(-1, 1, 8, 8)), "fold"))));
    }

    @Override
    protected Map<String, HostArray> view(Directions result) {
        return Map.of(
                "directions", result.toArray2d(), "eigenvalues", HostArray.of(result.eigenvalues(), result.size()));
    }
}
