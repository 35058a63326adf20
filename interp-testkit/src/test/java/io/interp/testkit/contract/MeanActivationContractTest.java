package io.interp.testkit.contract;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.testkit.PlantedGenerator;
import java.util.Map;

class MeanActivationContractTest extends StrategyContract<MeanActivation.Means> {

    @Override
    protected Strategy<MeanActivation.Means> strategy() {
        return new MeanActivation(PlantedGenerator.FILTERS, 7);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(PlantedGenerator.of(2, 6).generator(manager));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(new Dcgan(4, 8, 1, 4, 4).generator(manager, 0));
    }

    @Override
    protected Map<String, HostArray> view(MeanActivation.Means result) {
        return Map.of("means", HostArray.copyOf(result.values()));
    }
}
