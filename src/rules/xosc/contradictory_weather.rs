use crate::openscenario::Spot;
use crate::openscenario::plausible::figure;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::stated::stated;

rule! {
    /// What an environment says of the weather cannot be at once.
    ///
    /// ## Why it matters
    /// Each simulator and each sensor model takes another part of it: one shows rain, one a
    /// dry road. Whoever reads the result cannot say which weather was tested.
    ///
    /// ## Example
    /// ```xml
    /// <Weather fractionalCloudCover="zeroOktas">
    ///   <Precipitation precipitationType="rain" precipitationIntensity="12"/>
    /// </Weather>
    /// <RoadCondition frictionScaleFactor="0.7" wetness="dry"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Weather fractionalCloudCover="eightOktas">
    ///   <Precipitation precipitationType="rain" precipitationIntensity="12"/>
    /// </Weather>
    /// <RoadCondition frictionScaleFactor="0.7" wetness="wetWithPuddles"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Weather`, `Precipitation`, `Sun` and `RoadCondition`, all
    /// editions. Reported are precipitation of the type `dry`; rain or snow out of a sky
    /// without clouds; snow above 20 °C and rain below −40 °C; a dry road under rain that is
    /// more than slight, above 0.5 mm/h; one intensity that is zero and another that is not; and a sun
    /// that shines from more than 18° below the horizon. The figures and where they
    /// are from stand in `plausible.csv`. A sky that is switched off says nothing.
    "xosc/contradictory-weather" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let weathers = document.elements("Weather").map(|weather| Weather { document, weather });
    weathers.flat_map(|weather| weather.hits()).collect()
}

/// The weather of an environment.
struct Weather<'w, 'd> {
    document: &'w Document<'d>,
    weather: NodeId,
}

/// A part of the weather that contradicts another.
type Found = (NodeId, &'static str, String);

impl Weather<'_, '_> {
    fn hits(&self) -> Vec<Hit> {
        let falling =
            self.document.child(self.weather, "Precipitation").and_then(|precipitation| self.falling(precipitation));
        let found = [falling, self.sun()].into_iter().flatten();
        found.filter_map(|(element, attribute, message)| self.hit(element, attribute, message)).collect()
    }

    /// The first contradiction about what falls from the sky.
    fn falling(&self, precipitation: NodeId) -> Option<Found> {
        let rate = self.number(precipitation, "precipitationIntensity");
        let share = self.number(precipitation, "intensity");
        if let (Some(rate), Some(share)) = (rate, share)
            && (rate > 0.0) != (share > 0.0)
        {
            let message = format!("`precipitationIntensity` is {rate} mm/h and `intensity` is {share}");
            return Some((precipitation, "precipitationIntensity", message));
        }
        let amount = rate.or(share).filter(|&amount| amount > 0.0)?;
        let kind = self.text(precipitation, "precipitationType")?;
        let attribute = if rate.is_some() { "precipitationIntensity" } else { "intensity" };
        if kind == "dry" {
            let message = format!("the precipitation is `dry` and has an intensity of {amount}");
            return Some((precipitation, attribute, message));
        }
        self.sky(&kind).or_else(|| self.temperature(&kind)).or_else(|| self.road(&kind, rate?))
    }

    /// Rain or snow out of no cloud.
    fn sky(&self, kind: &str) -> Option<Found> {
        let clear = [("fractionalCloudCover", "zeroOktas"), ("cloudState", "free")];
        clear.into_iter().find_map(|(attribute, none)| {
            let cloudless = self.text(self.weather, attribute)? == none;
            cloudless
                .then(|| (self.weather, attribute, format!("{kind} falls from a sky without clouds, {}", quoted(none))))
        })
    }

    /// Snow in the heat, rain in the greatest cold.
    fn temperature(&self, kind: &str) -> Option<Found> {
        let kelvin = self.number(self.weather, "temperature")?;
        let impossible = match kind {
            "snow" => kelvin > figure("snow-warmest")?,
            "rain" => kelvin < figure("rain-coldest")?,
            _ => false,
        };
        impossible
            .then(|| (self.weather, "temperature", format!("{kind} falls at {kelvin} K, {:.0} °C", kelvin - 273.15)))
    }

    /// A dry road under rain that forms puddles.
    fn road(&self, kind: &str, rate: f64) -> Option<Found> {
        let environment = self.document.tree.parent(self.weather)?;
        let road = self.document.child(environment, "RoadCondition")?;
        let dry = kind == "rain" && rate > figure("rain-moderate")? && self.text(road, "wetness")? == "dry";
        dry.then(|| (road, "wetness", format!("the road is dry under rain of {rate} mm/h")))
    }

    /// A sun that shines from far below the horizon.
    fn sun(&self) -> Option<Found> {
        let sun = self.document.child(self.weather, "Sun")?;
        let attribute =
            ["illuminance", "intensity"].into_iter().find(|name| self.document.text(sun, name).is_some())?;
        let light = self.number(sun, attribute).filter(|&light| light > 0.0)?;
        let elevation = self.number(sun, "elevation")?;
        let night = elevation.sin() < figure("sun-lowest")?.sin();
        night.then(|| (sun, attribute, format!("the sun gives {light} from {elevation} rad, below the horizon")))
    }

    fn hit(&self, element: NodeId, attribute: &str, message: String) -> Option<Hit> {
        let draft = Draft::new(message).help("correct the one that is not meant");
        let related = (element != self.weather).then_some(At::Node(self.weather, Spot::Name));
        Some(Hit { draft: draft.related("the weather"), at: self.document.value_at(element, attribute)?, related })
    }

    fn text(&self, element: NodeId, name: &str) -> Option<std::borrow::Cow<'_, str>> {
        stated(self.document, element, name)
    }

    fn number(&self, element: NodeId, name: &str) -> Option<f64> {
        self.text(element, name).and_then(|_| self.document.number(element, name))
    }
}
