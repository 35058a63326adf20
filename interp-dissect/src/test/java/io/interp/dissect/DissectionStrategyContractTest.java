package io.interp.dissect;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.testkit.contract.StrategyContract;
import java.util.Map;

class DissectionStrategyContractTest extends StrategyContract<Dissection> {

    @Override
    protected Strategy<Dissection> strategy() {
        DissectionOptions options =
                DissectionOptions.of(MappedGenerator.MAPS).samples(12).batch(5).bootstrap(8);
        return new DissectionStrategy(CellScenes.palette(), options);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(CellScenes.generator(manager));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(new Dcgan(4, 8, 1, 4, 4).generator(manager, 0));
    }

    @Override
    protected Map<String, HostArray> view(Dissection result) {
        return result.layers().get(0).counts().arrays();
    }
}
