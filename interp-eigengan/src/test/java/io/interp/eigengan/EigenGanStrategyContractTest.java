package io.interp.eigengan;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.train.Checkpoint;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.SmallImages;
import io.interp.testkit.contract.StrategyContract;
import java.util.Map;

class EigenGanStrategyContractTest extends StrategyContract<TrainedEigenGan> {

    @Override
    protected Strategy<TrainedEigenGan> strategy() {
        return new EigenGanStrategy(
                EigenGanTraining.brief(4).withBatchSize(3).withReportInterval(2), SmallImages.noise(7, 16));
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(EigenGanTest.TINY.generator(manager, 1), EigenGanTest.TINY.discriminator(manager, 2));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(new Dcgan(4, 16, 1, 8, 4).generator(manager, 1));
    }

    @Override
    protected Map<String, HostArray> view(TrainedEigenGan result) {
        return Checkpoint.copyOf(result.generator().state());
    }
}
