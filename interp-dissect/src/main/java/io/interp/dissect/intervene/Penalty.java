package io.interp.dissect.intervene;

/** What keeps the shares alpha of the optimisation small. */
public enum Penalty {
    /** The Euclidean norm, as in the paper's equation 6. */
    NORM {
        @Override
        double of(double[] alpha) {
            return norm(alpha);
        }

        @Override
        void addGradient(double[] alpha, double weight, double[] gradient) {
            double norm = norm(alpha);
            for (int i = 0; i < alpha.length && norm > 0; i++) { // at zero the subgradient of least norm
                gradient[i] += weight * alpha[i] / norm;
            }
        }

        private double norm(double[] alpha) {
            return Math.sqrt(SQUARES.of(alpha));
        }
    },
    /** The sum of squares, as in the released code. It does not make alpha sparse. */
    SQUARES {
        @Override
        double of(double[] alpha) {
            double sum = 0;
            for (double a : alpha) {
                sum += a * a;
            }
            return sum;
        }

        @Override
        void addGradient(double[] alpha, double weight, double[] gradient) {
            for (int i = 0; i < alpha.length; i++) {
                gradient[i] += 2 * weight * alpha[i];
            }
        }
    },
    /** The sum of absolute values, which makes alpha sparse: a unit of no use ends at exactly 0. */
    ABSOLUTE {
        @Override
        double of(double[] alpha) {
            double sum = 0;
            for (double a : alpha) {
                sum += Math.abs(a);
            }
            return sum;
        }

        @Override
        void addGradient(double[] alpha, double weight, double[] gradient) {
            for (int i = 0; i < alpha.length; i++) {
                gradient[i] += weight; // alpha is never negative
            }
        }
    };

    /** {@return the penalty of shares, {@code [U]} in [0, 1]} */
    abstract double of(double[] alpha);

    /** Adds weight times the penalty's gradient. */
    abstract void addGradient(double[] alpha, double weight, double[] gradient);
}
