//! The reference line: lines, arcs, spirals and cubic polynomials.

use crate::xml::NodeId;

use super::along::Placed;

/// A piece of the reference line.
#[derive(Debug, Clone)]
pub struct Geometry {
    /// Its element.
    pub element: NodeId,
    /// Where it begins along the road.
    pub s_m: Option<f64>,
    /// Its start in the plane.
    pub x_m: Option<f64>,
    /// Its start in the plane.
    pub y_m: Option<f64>,
    /// Its heading at the start; 0 is along x, counter-clockwise.
    pub heading_rad: Option<f64>,
    /// Its length.
    pub length_m: Option<f64>,
    /// Its shape; none if there is none, or if its numbers are missing or unreadable.
    pub shape: Option<Shape>,
}

/// The shape of a piece.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Straight.
    Line,
    /// A circle.
    Arc {
        /// In 1/m; positive to the left.
        curvature: f64,
    },
    /// Curvature that changes evenly with the length: a clothoid.
    Spiral {
        /// At the start, in 1/m.
        start: f64,
        /// At the end, in 1/m.
        end: f64,
    },
    /// `v(u)` in the coordinates of the start; later versions advise against it.
    Poly3 {
        /// `a` to `d`.
        v: [f64; 4],
    },
    /// `u(p)` and `v(p)` in the coordinates of the start.
    ParamPoly3 {
        /// `aU` to `dU`.
        u: [f64; 4],
        /// `aV` to `dV`.
        v: [f64; 4],
        /// What `p` runs over.
        range: ParameterRange,
    },
}

/// What the parameter of a cubic curve runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterRange {
    /// From 0 to 1; also where the file does not say it.
    Normalized,
    /// From 0 to the length of the piece.
    ArcLength,
}

/// A place in the plane with a direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// East, or along the x axis.
    pub x_m: f64,
    /// North, or along the y axis.
    pub y_m: f64,
    /// Counter-clockwise from the x axis, not reduced to one turn.
    pub heading_rad: f64,
}

impl Pose {
    /// The place `t_m` to the left, with the same heading.
    #[must_use]
    pub fn beside(self, t_m: f64) -> Pose {
        let (sin, cos) = self.heading_rad.sin_cos();
        Pose { x_m: self.x_m - t_m * sin, y_m: self.y_m + t_m * cos, ..self }
    }
}

impl Placed for Geometry {
    fn start_m(&self) -> Option<f64> {
        self.s_m
    }
}

impl Geometry {
    /// The start.
    pub fn start(&self) -> Option<Pose> {
        Some(Pose { x_m: self.x_m?, y_m: self.y_m?, heading_rad: self.heading_rad? })
    }

    /// The end.
    pub fn end(&self) -> Option<Pose> {
        self.pose(self.length_m?)
    }

    /// The place `ds_m` after the start, measured along the curve.
    pub fn pose(&self, ds_m: f64) -> Option<Pose> {
        let start = self.start()?;
        let local = self.shape.as_ref()?.local(ds_m, self.length_m?)?;
        let (sin, cos) = start.heading_rad.sin_cos();
        let pose = Pose {
            x_m: start.x_m + local.x_m * cos - local.y_m * sin,
            y_m: start.y_m + local.x_m * sin + local.y_m * cos,
            heading_rad: start.heading_rad + local.heading_rad,
        };
        (pose.x_m.is_finite() && pose.y_m.is_finite() && pose.heading_rad.is_finite()).then_some(pose)
    }

    /// The length of a parametric cubic over the range of its parameter; none for other shapes.
    pub fn curve_length_m(&self) -> Option<f64> {
        let Shape::ParamPoly3 { u, v, range } = self.shape.as_ref()? else { return None };
        let end = match range {
            ParameterRange::Normalized => 1.0,
            ParameterRange::ArcLength => self.length_m?,
        };
        let length = Curve { u: *u, v: *v }.length(end);
        length.is_finite().then_some(length)
    }

    /// The curvature `ds_m` after the start, in 1/m, positive to the left.
    pub fn curvature(&self, ds_m: f64) -> Option<f64> {
        let length = self.length_m?;
        match self.shape.as_ref()? {
            Shape::Line => Some(0.0),
            Shape::Arc { curvature } => Some(*curvature),
            Shape::Spiral { start, end } => Some(start + (end - start) * ds_m / nonzero(length)?),
            Shape::Poly3 { v } => Curve { u: [0.0, 1.0, 0.0, 0.0], v: *v }.at_length(ds_m, ds_m)?.curvature(),
            Shape::ParamPoly3 { u, v, range } => Curve { u: *u, v: *v }.placed(*range, ds_m, length)?.curvature(),
        }
    }
}

impl Shape {
    /// The place `ds_m` along the shape, seen from its start.
    fn local(&self, ds_m: f64, length_m: f64) -> Option<Pose> {
        match self {
            Shape::Line => Some(Pose { x_m: ds_m, y_m: 0.0, heading_rad: 0.0 }),
            Shape::Arc { curvature } => {
                let half = curvature * ds_m / 2.0;
                let chord = if half.abs() < 1e-8 { ds_m } else { ds_m * half.sin() / half };
                Some(Pose { x_m: chord * half.cos(), y_m: chord * half.sin(), heading_rad: 2.0 * half })
            }
            Shape::Spiral { start, end } => Some(spiral(*start, (end - start) / nonzero(length_m)?, ds_m)),
            Shape::Poly3 { v } => Curve { u: [0.0, 1.0, 0.0, 0.0], v: *v }.at_length(ds_m, ds_m)?.pose(),
            Shape::ParamPoly3 { u, v, range } => Curve { u: *u, v: *v }.placed(*range, ds_m, length_m)?.pose(),
        }
    }
}

fn nonzero(number: f64) -> Option<f64> {
    (number != 0.0).then_some(number)
}

/// Nodes and weights of Gauss and Legendre for eight points on [-1, 1].
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// The integral of `f` from `from` to `to` over `panels` equal parts.
fn integrate(from: f64, to: f64, panels: u32, f: impl Fn(f64) -> f64) -> f64 {
    let half = (to - from) / f64::from(panels) / 2.0;
    let panel = |index: u32| {
        let middle = from + half * (2.0 * f64::from(index) + 1.0);
        GAUSS.iter().map(|(node, weight)| weight * (f(middle - half * node) + f(middle + half * node))).sum::<f64>()
    };
    half * (0..panels).map(panel).sum::<f64>()
}

/// More parts than a road could need: what turns more often is no road.
const MOST_PANELS: f64 = 512.0;

/// The place `ds` along a clothoid that starts with curvature `start` and gains `rate` per metre.
fn spiral(start: f64, rate: f64, ds: f64) -> Pose {
    let heading = |s: f64| s * (start + rate * s / 2.0);
    // Half a turn at most in one part leaves an error far below a nanometre.
    let turned = ds.abs() * (start.abs() + (start + rate * ds).abs());
    let panels = (turned.ceil() + 1.0).clamp(1.0, MOST_PANELS) as u32;
    Pose {
        x_m: integrate(0.0, ds, panels, |s| heading(s).cos()),
        y_m: integrate(0.0, ds, panels, |s| heading(s).sin()),
        heading_rad: heading(ds),
    }
}

/// A cubic curve in the plane.
struct Curve {
    u: [f64; 4],
    v: [f64; 4],
}

/// A place on a cubic curve with its derivatives.
struct OnCurve {
    place: [f64; 2],
    first: [f64; 2],
    second: [f64; 2],
}

/// Parts of a cubic curve over which its length is summed.
const CURVE_PANELS: u32 = 8;

/// Steps after which the place at a length is as exact as it gets.
const MOST_STEPS: usize = 60;

impl Curve {
    fn at(&self, p: f64) -> OnCurve {
        let value = |[a, b, c, d]: [f64; 4]| a + p * (b + p * (c + p * d));
        let first = |[_, b, c, d]: [f64; 4]| b + p * (2.0 * c + p * 3.0 * d);
        let second = |[_, _, c, d]: [f64; 4]| 2.0 * c + p * 6.0 * d;
        let both = |f: &dyn Fn([f64; 4]) -> f64| [f(self.u), f(self.v)];
        OnCurve { place: both(&value), first: both(&first), second: both(&second) }
    }

    fn length(&self, to: f64) -> f64 {
        integrate(0.0, to, CURVE_PANELS, |p| self.at(p).speed())
    }

    /// The place `ds` along a curve of the given length.
    fn placed(&self, range: ParameterRange, ds: f64, length: f64) -> Option<OnCurve> {
        match range {
            ParameterRange::ArcLength => Some(self.at(ds)),
            ParameterRange::Normalized => {
                let share = ds / nonzero(length)?;
                if share == 0.0 || share == 1.0 {
                    return Some(self.at(share));
                }
                // The curve may be a little longer than the file says: what counts is the share.
                self.at_length(share * self.length(1.0), 1.0)
            }
        }
    }

    /// The place at `length` along the curve, which lies between 0 and `most`.
    fn at_length(&self, length: f64, most: f64) -> Option<OnCurve> {
        let (mut low, mut high) = if most < 0.0 { (most, 0.0) } else { (0.0, most) };
        let mut p = (low + high) / 2.0;
        for _ in 0..MOST_STEPS {
            let off = self.length(p) - length;
            if !off.is_finite() {
                return None;
            }
            if off > 0.0 {
                high = p
            } else {
                low = p
            }
            let newton = p - off / self.at(p).speed();
            let next = if newton > low && newton < high { newton } else { (low + high) / 2.0 };
            if (next - p).abs() <= f64::EPSILON * p.abs() {
                break;
            }
            p = next;
        }
        Some(self.at(p))
    }
}

impl OnCurve {
    fn speed(&self) -> f64 {
        self.first[0].hypot(self.first[1])
    }

    fn pose(&self) -> Option<Pose> {
        let heading_rad = self.first[1].atan2(self.first[0]);
        Some(Pose { x_m: self.place[0], y_m: self.place[1], heading_rad })
    }

    fn curvature(&self) -> Option<f64> {
        let cross = self.first[0] * self.second[1] - self.first[1] * self.second[0];
        Some(cross / nonzero(self.speed().powi(3))?)
    }
}

#[cfg(test)]
mod tests;
