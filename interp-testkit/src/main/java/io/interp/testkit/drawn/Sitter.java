package io.interp.testkit.drawn;

import io.interp.testkit.paint.Colour;

/** What the painters of the parts share: the factors and what follows from them. */
record Sitter(FaceFactors factors, HeadFrame frame, Lighting lighting, SkinShade skin, HairShade hair) {
    Identity identity() {
        return factors.identity();
    }

    Expression expression() {
        return factors.expression();
    }

    /** A darker, redder colour of the skin, for folds and lips. */
    Colour flush(double share) {
        return skin.albedo.mix(new Colour(0.62, 0.20, 0.17), share);
    }

    /** The colour of skin that little light reaches. */
    Colour shadow() {
        Colour skin = this.skin.albedo;
        return new Colour(0.45 * skin.red(), 0.30 * skin.green(), 0.27 * skin.blue());
    }
}
