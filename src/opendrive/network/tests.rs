//! A small network, read and asked.

use crate::source::{Limits, Source};
use crate::xml::{Vocabulary, parse};

use super::super::{ContactPoint, JunctionKind, LinkTarget, SpeedLimit};
use super::*;

const TEXT: &str = r#"<OpenDRIVE>
  <header revMajor="1" revMinor="7" vendor="us"><geoReference/></header>
  <road id="1" name="Main" length="100" junction="-1" rule="RHT">
    <link><successor elementType="junction" elementId="9"/></link>
    <type s="0" type="motorway"><speed max="no limit"/></type>
    <type s="50" type="town"><speed max="50" unit="km/h"/></type>
    <planView>
      <geometry s="0" x="0" y="0" hdg="0" length="60"><line/></geometry>
      <geometry s="60" x="60" y="0" hdg="0" length="40"><arc curvature="0.01"/></geometry>
    </planView>
    <lanes>
      <laneOffset s="0" a="0.5" b="0" c="0" d="0"/>
      <laneSection s="0">
        <left><lane id="1" type="driving"><width sOffset="0" a="4" b="0" c="0" d="0"/></lane></left>
        <center><lane id="0" type="none"/></center>
        <right>
          <lane id="-1" type="driving">
            <link><successor id="-1"/></link>
            <width sOffset="0" a="3" b="0.01" c="0" d="0"/>
            <speed sOffset="10" max="36" unit="km/h"/>
          </lane>
          <lane id="-2" type="shoulder"><width sOffset="0" a="2" b="0" c="0" d="0"/></lane>
          <lane id="ramp" type="shoulder"/>
          <lane type="none"/>
        </right>
      </laneSection>
      <laneSection s="40" singleSide="true">
        <center><lane id="0" type="none"/></center>
        <right><lane id="-1" type="driving"><border sOffset="0" a="-3.5" b="0" c="0" d="0"/></lane></right>
      </laneSection>
    </lanes>
    <signals><signal id="L1" s="90" t="-4" dynamic="yes" orientation="+" type="1000001" subtype="-1"/></signals>
  </road>
  <road id="1" length="5" junction="9"/>
  <controller id="C" name="Lights"><control signalId="L1" type="0"/></controller>
  <junction id="9" type="direct" name="">
    <connection id="0" incomingRoad="1" linkedRoad="2" contactPoint="end"><laneLink from="-1" to="x"/></connection>
    <controller id="C"/>
  </junction>
</OpenDRIVE>"#;

fn network() -> Network {
    let source = Source::from_bytes(TEXT.as_bytes().to_vec()).expect("text");
    let (limits, vocabulary) = (Limits::default(), Vocabulary::default());
    let parsed = parse(&source, &limits, &vocabulary);
    Network::read(&parsed.tree, parsed.tree.root().expect("a root"))
}

#[test]
fn ids_lead_to_what_has_them_first() {
    let network = network();
    assert_eq!(network.road("1").and_then(|road| road.length_m), Some(100.0));
    assert!(network.road("2").is_none());
    assert_eq!(network.junction("9").and_then(|junction| junction.kind), Some(JunctionKind::Direct));
    assert_eq!(network.controller("C").map(|controller| controller.controls.len()), Some(1));
    let (road, signal) = network.signal("L1").expect("a signal");
    assert_eq!((road.id.as_str(), signal.s_m, signal.is_dynamic), ("1", Some(90.0), Some(true)));
    assert_eq!((network.vendor.as_deref(), network.has_geo_reference), (Some("us"), true));
    assert_eq!(network.without_id.len(), 1);
}

#[test]
fn links_say_what_they_lead_to() {
    let network = network();
    let road = network.road("1").expect("a road");
    let link = road.link(ContactPoint::End).expect("a link");
    assert_eq!((link.target, link.id.as_str(), link.contact_point), (Some(LinkTarget::Junction), "9", None));
    assert!(road.link(ContactPoint::Start).is_none());
    let connection = &network.junctions[0].connections[0];
    assert_eq!((connection.next_road(), connection.contact_point), (Some("2"), Some(ContactPoint::End)));
    assert_eq!((connection.lane_links[0].from, connection.lane_links[0].to), (Some(-1), None));
}

#[test]
fn lanes_are_where_the_widths_put_them() {
    let network = network();
    let road = network.road("1").expect("a road");
    assert_eq!(road.lane_width(20.0, -1), Some(3.2));
    assert_eq!(road.lane_width(20.0, 0), Some(0.0));
    assert_eq!(road.lane_width(20.0, -3), None);
    // 0.5 to the left, lane 1 is 4 wide.
    assert_eq!(road.lane_center_t(20.0, 1), Some(2.5));
    assert_eq!(road.lane_center_t(20.0, -1), Some(0.5 - 1.6));
    assert_eq!(road.lane_center_t(20.0, -2), Some(0.5 - 3.2 - 1.0));
    assert_eq!(road.lanes_at(20.0).iter().map(|lane| lane.id.as_str()).collect::<Vec<_>>(), ["1", "-1", "-2"]);
}

#[test]
fn a_section_for_one_side_leaves_the_other_as_it_was() {
    let network = network();
    let road = network.road("1").expect("a road");
    assert_eq!(road.lane_section_at(70.0, 1).and_then(|section| section.s_m), Some(0.0));
    assert_eq!(road.lane_section_at(70.0, -1).and_then(|section| section.s_m), Some(40.0));
    assert_eq!(road.lane_width(70.0, 1), Some(4.0));
    assert_eq!(road.lane_width(70.0, -1), Some(3.5));
    assert!(road.lane(70.0, -2).is_none());
    assert!(road.lane_at_end(ContactPoint::End, 1).is_some());
    assert!(road.lane_at_end(ContactPoint::Start, -2).is_some());
}

#[test]
fn limits_come_from_the_lane_or_the_road() {
    let network = network();
    let road = network.road("1").expect("a road");
    assert_eq!(road.speed_limit(5.0, -1), None);
    assert_eq!(road.speed_limit(15.0, -1), Some(10.0));
    assert_eq!(road.speed_limit(60.0, -1), Some(50.0 / 3.6));
    assert_eq!(road.types.at(5.0).and_then(|kind| kind.speed), Some(SpeedLimit::Unlimited));
}

#[test]
fn a_place_of_the_road_has_a_pose() {
    let network = network();
    let road = network.road("1").expect("a road");
    let pose = road.pose(30.0, -2.0).expect("a pose");
    assert_eq!((pose.x_m, pose.y_m, pose.heading_rad), (30.0, -2.0, 0.0));
    let end = road.end_pose(ContactPoint::End).expect("an end");
    // 0.4 rad around a circle of 100 m.
    assert!((end.x_m - (60.0 + 100.0 * 0.4f64.sin())).abs() < 1e-9);
    assert!((end.y_m - 100.0 * (1.0 - 0.4f64.cos())).abs() < 1e-9);
    assert_eq!(road.curvature(80.0), Some(0.01));
    assert!(road.pose(-1.0, 0.0).is_none());
    assert!(network.roads[1].pose(0.0, 0.0).is_none());
}
