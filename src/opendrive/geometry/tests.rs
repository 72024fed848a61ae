//! Places on the reference line against values worked out by hand.

use std::f64::consts::{FRAC_PI_2, PI, SQRT_2};

use super::*;

fn geometry(heading_rad: f64, length_m: f64, shape: Shape) -> Geometry {
    Geometry {
        element: NodeId::ROOT,
        s_m: Some(0.0),
        x_m: Some(10.0),
        y_m: Some(20.0),
        heading_rad: Some(heading_rad),
        length_m: Some(length_m),
        shape: Some(shape),
    }
}

#[track_caller]
fn assert_pose(found: Option<Pose>, x_m: f64, y_m: f64, heading_rad: f64) {
    let found = found.expect("a pose");
    let off = [found.x_m - x_m, found.y_m - y_m, found.heading_rad - heading_rad];
    assert!(off.iter().all(|off| off.abs() < 1e-9), "{found:?} instead of {x_m} {y_m} {heading_rad}");
}

#[test]
fn a_line_runs_along_its_heading() {
    let line = geometry(PI / 6.0, 100.0, Shape::Line);
    assert_pose(line.pose(50.0), 10.0 + 25.0 * 3f64.sqrt(), 45.0, PI / 6.0);
    assert_eq!(line.curvature(50.0), Some(0.0));
}

#[test]
fn the_left_of_a_road_to_the_north_is_west() {
    let line = geometry(FRAC_PI_2, 100.0, Shape::Line);
    assert_pose(line.pose(30.0).map(|pose| pose.beside(2.0)), 8.0, 50.0, FRAC_PI_2);
}

#[test]
fn a_quarter_of_a_circle() {
    let left = geometry(0.0, 50.0 * PI, Shape::Arc { curvature: 0.01 });
    assert_pose(left.end(), 110.0, 120.0, FRAC_PI_2);
    let right = geometry(0.0, 50.0 * PI, Shape::Arc { curvature: -0.01 });
    assert_pose(right.end(), 110.0, -80.0, -FRAC_PI_2);
    assert_eq!(right.curvature(3.0), Some(-0.01));
}

#[test]
fn an_arc_without_curvature_is_a_line() {
    assert_pose(geometry(0.0, 9.0, Shape::Arc { curvature: 0.0 }).end(), 19.0, 20.0, 0.0);
}

#[test]
fn a_spiral_ends_where_the_tables_of_fresnel_say() {
    // With a rate of PI, x and y after 1 m are C(1) and S(1), the integrals of Fresnel
    // in the form cos(PI/2 t²); Abramowitz and Stegun, table 7.7.
    let spiral = geometry(0.0, 1.0, Shape::Spiral { start: 0.0, end: PI });
    assert_pose(spiral.end(), 10.779_893_400_376_823, 20.438_259_147_390_355, FRAC_PI_2);
    // C(2) and S(2).
    let longer = geometry(0.0, 2.0, Shape::Spiral { start: 0.0, end: 2.0 * PI });
    assert_pose(longer.end(), 10.488_253_406_075_34, 20.343_415_678_363_698, 2.0 * PI);
    assert_eq!(longer.curvature(1.0), Some(PI));
}

#[test]
fn a_spiral_back_is_the_way_there_reversed() {
    let there = geometry(0.0, 80.0, Shape::Spiral { start: 0.0, end: 0.02 });
    let end = there.end().expect("an end");
    let back = Geometry {
        x_m: Some(end.x_m),
        y_m: Some(end.y_m),
        heading_rad: Some(end.heading_rad + PI),
        shape: Some(Shape::Spiral { start: -0.02, end: 0.0 }),
        ..there
    };
    assert_pose(back.end(), 10.0, 20.0, PI);
}

#[test]
fn a_spiral_of_even_curvature_is_an_arc() {
    let arc = geometry(0.3, 70.0, Shape::Arc { curvature: 0.02 }).end().expect("an end");
    let spiral = geometry(0.3, 70.0, Shape::Spiral { start: 0.02, end: 0.02 });
    assert_pose(spiral.end(), arc.x_m, arc.y_m, arc.heading_rad);
}

#[test]
fn a_cubic_whose_graph_is_a_slope() {
    // v = u: after √2 m along the curve, u is 1.
    let slope = geometry(0.0, SQRT_2, Shape::Poly3 { v: [0.0, 1.0, 0.0, 0.0] });
    assert_pose(slope.end(), 11.0, 21.0, PI / 4.0);
}

#[test]
fn a_parametric_cubic_by_length_and_by_share() {
    let v = [0.0, 0.0, 0.01, 0.0];
    let by_length = Shape::ParamPoly3 { u: [0.0, 1.0, 0.0, 0.0], v, range: ParameterRange::ArcLength };
    assert_pose(geometry(0.0, 10.0, by_length).end(), 20.0, 21.0, 0.2f64.atan());
    let by_share =
        Shape::ParamPoly3 { u: [0.0, 10.0, 0.0, 0.0], v: [0.0, 0.0, 1.0, 0.0], range: ParameterRange::Normalized };
    let curve = geometry(0.0, 10.0, by_share);
    assert_pose(curve.end(), 20.0, 21.0, 0.2f64.atan());
    assert_pose(curve.pose(0.0), 10.0, 20.0, 0.0);
    // v'' / u'² at the start: 2 / 100.
    assert_eq!(curve.curvature(0.0), Some(0.02));
}

#[test]
fn the_share_is_of_the_length_and_not_of_the_parameter() {
    // u = 3p² runs three metres; half of the length is at p = √½, not at ½.
    let shape = Shape::ParamPoly3 { u: [0.0, 0.0, 3.0, 0.0], v: [0.0; 4], range: ParameterRange::Normalized };
    let pose = geometry(0.0, 3.0, shape).pose(1.5).expect("a pose");
    assert!((pose.x_m - 11.5).abs() < 1e-9, "{pose:?}");
}

#[test]
fn numbers_without_sense_give_no_pose() {
    let endless = Shape::ParamPoly3 { u: [0.0, 1e300, 1e300, 1e300], v: [1e308; 4], range: ParameterRange::ArcLength };
    assert_eq!(geometry(0.0, 1e6, endless).pose(1e6), None);
    assert_eq!(geometry(0.0, 0.0, Shape::Spiral { start: 0.0, end: 1.0 }).end(), None);
    assert!(geometry(0.0, 1e6, Shape::Spiral { start: 0.0, end: 1e6 }).end().is_some());
}
