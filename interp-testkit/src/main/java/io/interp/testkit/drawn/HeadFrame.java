package io.interp.testkit.drawn;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;

/**
 * The turned head. Head coordinates have their origin in the middle of the head, x to the right and y down as seen in
 * the image, z towards the viewer; the image is 2 wide. A point is turned by yaw and pitch and projected along z into
 * the head plane; roll, scale and shift then place that plane in the image.
 */
final class HeadFrame {
    /** Height of the eyes over the middle of the head. */
    static final double EYE_LINE = -0.03;

    private static final double DEPTH = 0.42;
    private static final double ALIGNED = 0.65;
    private static final double MIDDLE = 0.10;
    private static final double FILL = 1.2;

    private final double cosYaw;
    private final double sinYaw;
    private final double cosPitch;
    private final double sinPitch;
    private final double shiftX;
    private final double shiftY;
    private final Pose pose;

    final double halfWidth;
    final double chin;

    HeadFrame(Identity.Head head, Pose pose) {
        this.pose = pose;
        this.halfWidth = 0.45 * (1 + 0.10 * head.width());
        this.chin = 0.64 + 0.055 * head.length();
        double yaw = Math.toRadians(pose.yaw());
        double pitch = Math.toRadians(pose.pitch());
        this.cosYaw = StrictMath.cos(yaw);
        this.sinYaw = StrictMath.sin(yaw);
        this.cosPitch = StrictMath.cos(pitch);
        this.sinPitch = StrictMath.sin(pitch);
        // Where the point between the eyes goes, so that most of its way can be taken back.
        double depth = surface(0, EYE_LINE);
        this.shiftX = ALIGNED * depth * sinYaw;
        this.shiftY = ALIGNED * (EYE_LINE * (cosPitch - 1) + depth * cosYaw * sinPitch);
    }

    /** From the head plane to the image. */
    AffineTransform toImage() {
        AffineTransform place =
                AffineTransform.getTranslateInstance(0.1 * pose.x(), MIDDLE + 0.1 * pose.y() + EYE_LINE);
        double scale = FILL * (1 + 0.08 * pose.scale());
        // StrictMath, because rotate() takes the platform's sine.
        double roll = Math.toRadians(pose.roll());
        double cos = scale * StrictMath.cos(roll);
        double sin = scale * StrictMath.sin(roll);
        place.concatenate(new AffineTransform(cos, sin, -sin, cos, 0, 0));
        place.translate(0, -EYE_LINE);
        return place;
    }

    /** How far the face stands out at a point of the front. */
    static double surface(double x, double y) {
        double left = 1 - x * x / (0.56 * 0.56) - y * y / (0.80 * 0.80);
        return DEPTH * Math.sqrt(Math.max(0, left));
    }

    /** Projects a point of a feature. */
    Point2D.Double project(double x, double y, double z) {
        double turnedX = x * cosYaw + z * sinYaw;
        double turnedZ = z * cosYaw - x * sinYaw;
        return new Point2D.Double(turnedX - shiftX, y * cosPitch + turnedZ * sinPitch - shiftY);
    }

    /** Projects a point on the face, raised over it by a height. */
    Point2D.Double onFace(double x, double y, double height) {
        return project(x, y, surface(x, y) + height);
    }

    /**
     * Projects a point of an outline. The head is round, so on the side turned away the outline hardly moves in: other
     * points of the head take the place of those that turn away.
     */
    Point2D.Double silhouette(double x, double y, double z) {
        double narrowing = x * sinYaw > 0 ? 1 - 0.3 * (1 - cosYaw) : cosYaw;
        double flattening = 1 - 0.3 * (1 - cosPitch);
        return new Point2D.Double(x * narrowing + z * sinYaw - shiftX, y * flattening + z * sinPitch - shiftY);
    }

    /** Share of its width that a feature keeps at this place; below 1 on the side turned away. */
    double foreshortening(double x, double y) {
        double step = 0.02;
        return (onFace(x + step, y, 0).x - onFace(x - step, y, 0).x) / (2 * step);
    }

    /** The angle by which the head plane is turned in the image, in radians. */
    double roll() {
        return Math.toRadians(pose.roll());
    }
}
