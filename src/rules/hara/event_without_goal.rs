use crate::dossier::values::{Asil, may_be_id};
use crate::dossier::{Reading, RecordRef};
use crate::rules::trace::{GoalLinks, dead, is_first, quoted_all};
use crate::rules::{Check, Examination, quoted, rule};

rule! {
    /// A hazardous event with an ASIL has no safety goal, or a safety goal has no event.
    ///
    /// ## Why it matters
    /// The safety goals are the top of everything that is developed afterwards. A hazardous
    /// event without one is found and forgotten; a goal without an event has an ASIL that
    /// nothing explains.
    ///
    /// ## Example
    /// ```csv
    /// id,asil,goals
    /// HE-1,D,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,asil,goals
    /// HE-1,D,SG-1
    /// ```
    /// The link may stand on either side. One goal may serve several events.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.4.1.
    "hara/event-without-goal" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    // Without one of the lists, links cannot be judged.
    if !exam.dossier.has("safety-goal") || !exam.dossier.has("hazardous-event") {
        return;
    }
    let links = GoalLinks::new(exam.dossier);
    events(exam, &links);
    goals(exam, &links);
}

fn events(exam: &mut Examination<'_>, links: &GoalLinks<'_>) {
    for event in exam.records("hazardous-event") {
        let name = event.name();
        let dead = dead(exam.dossier, event, "goals");
        // `none required` names no goal.
        let names_some = dead.iter().any(|id| may_be_id(id));
        if names_some {
            exam.saw(event);
            let message = format!("{name} leads to {}, which is no safety goal of the dossier", quoted_all(&dead));
            exam.gap((event, "goals"), message).help("correct the link, or add the safety goal");
            continue;
        }
        if !links.goals(event).is_empty() {
            exam.saw(event);
            continue;
        }
        match event.asil("asil") {
            Reading::Present(stated) if stated.initial() > Asil::Qm && !dead.is_empty() => {
                let written = quoted(event.words("goals"));
                exam.unsure((event, "goals"), format!("whether {written} is the safety goal of {name} is not known"))
                    .help("name the safety goal by its identifier");
            }
            Reading::Present(stated) if stated.initial() > Asil::Qm => {
                exam.saw(event);
                exam.gap(event, format!("{name} is {stated} and leads to no safety goal"))
                    .help("determine a safety goal for it, or link it with the one that covers it");
            }
            Reading::Unreadable(_) => {
                exam.unsure(event, format!("whether {name} needs a safety goal cannot be told without its ASIL"))
                    .help("write the ASIL as one of QM, A, B, C, D");
            }
            Reading::Present(_) => exam.saw(event),
            // A missing ASIL is the matter of hara/unrated-event; a class of 0 asks for none.
            Reading::Absent if has_class_of_0(event) => exam.saw(event),
            Reading::Absent => exam.leave_open(&[], event, format!("{name} has no ASIL and no safety goal")),
        }
    }
}

fn has_class_of_0(event: RecordRef<'_>) -> bool {
    ["severity", "exposure", "controllability"].iter().any(|name| event.class(name).present() == Some(0))
}

fn goals(exam: &mut Examination<'_>, links: &GoalLinks<'_>) {
    for goal in exam.records("safety-goal") {
        if !is_first(exam.dossier, goal) {
            continue;
        }
        exam.saw(goal);
        let name = goal.name();
        let dead = dead(exam.dossier, goal, "events");
        if !dead.is_empty() {
            let message =
                format!("{name} comes from {}, which is no hazardous event of the dossier", quoted_all(&dead));
            exam.gap((goal, "events"), message).help("correct the link, or add the hazardous event");
        } else if links.events(goal).is_empty() {
            exam.gap(goal, format!("{name} comes from no hazardous event"))
                .help("link the safety goal with the hazardous events that it prevents");
        }
    }
}
