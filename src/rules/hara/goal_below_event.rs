use crate::dossier::RecordRef;
use crate::dossier::values::Asil;
use crate::iso26262::determine;
use crate::rules::trace::{GoalLinks, contradicts_itself, is_first, level};
use crate::rules::{Check, Examination, rule};

rule! {
    /// The ASIL of a safety goal is not the highest of its hazardous events.
    ///
    /// ## Why it matters
    /// A safety goal hands the ASIL of its hazardous events down to every requirement. One
    /// event that is rated higher than the goal is developed with too little rigour.
    ///
    /// ## Example
    /// ```csv
    /// id,asil,events
    /// SG-1,B,"HE-1 (B), HE-2 (D)"
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,asil,events
    /// SG-1,D,"HE-1, HE-2"
    /// ```
    /// A goal above its events is allowed; say why.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.4.2. Where the ASIL of an event does not fit its classes,
    /// either is accepted here: the event itself is reported.
    "hara/goal-below-event" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// What an event asks of its goal: from the one ASIL to the other, if what
/// is stated and what the classes give are not the same.
#[derive(Clone, Copy)]
struct Asked {
    least: Asil,
    most: Asil,
}

fn check(exam: &mut Examination<'_>) {
    let links = GoalLinks::new(exam.dossier);
    for goal in exam.records("safety-goal") {
        exam.read(goal, "asil", goal.asil("asil"));
        if !is_first(exam.dossier, goal) {
            continue;
        }
        // A missing ASIL is the matter of hara/incomplete-goal.
        let Some(stated) = level(exam.dossier, goal) else {
            exam.leave_open(&[], goal, format!("{} has no ASIL", goal.name()));
            continue;
        };
        if contradicts_itself(exam.dossier, goal) {
            exam.leave_open(&[], goal, format!("{} is listed with several ASILs", goal.name()));
        }
        judge(exam, goal, stated.initial(), links.events(goal));
    }
}

fn judge<'d>(exam: &mut Examination<'d>, goal: RecordRef<'d>, stated: Asil, events: &[RecordRef<'d>]) {
    let asked: Vec<Option<Asked>> = events.iter().map(|event| asked(exam, *event)).collect();
    let known = || events.iter().zip(&asked).filter_map(|(event, asked)| Some((*event, (*asked)?)));
    let Some((event, highest)) = known().max_by_key(|(_, asked)| asked.least) else {
        exam.leave_open(&[], goal, format!("{} comes from no hazardous event with an ASIL", goal.name()));
        return;
    };
    let name = goal.name();
    if stated < highest.least {
        exam.saw(goal);
        let message = format!("{name} is {stated}, and {} asks for {}", event.name(), highest.least);
        exam.fail((goal, "asil"), message).help("give the goal the highest ASIL of its hazardous events");
        return;
    }
    if asked.iter().any(Option::is_none) && stated < Asil::D {
        exam.unsure(goal, format!("whether {stated} is enough for {name} cannot be told: an event has no ASIL"))
            .help("rate the hazardous events of the safety goal");
        return;
    }
    exam.saw(goal);
    events.iter().for_each(|event| exam.saw(*event));
    let most = known().map(|(_, asked)| asked.most).max().unwrap_or(Asil::D);
    if asked.iter().all(Option::is_some) && stated > most {
        exam.warn((goal, "asil"), format!("{name} is {stated}, and its hazardous events ask for {most} at most"))
            .help("say why the higher ASIL was chosen, or correct it");
    }
}

fn asked(exam: &mut Examination<'_>, event: RecordRef<'_>) -> Option<Asked> {
    let stated = event.asil("asil").present().map(|stated| stated.initial());
    let classes = ["severity", "exposure", "controllability"].map(|name| event.class(name).present());
    let determined = match classes {
        [Some(severity), Some(exposure), Some(controllability)] => {
            determine(exam.library, severity, exposure, controllability)
        }
        _ => None,
    };
    if let Some((expected, certainty)) = determined
        && stated != Some(expected)
    {
        exam.rests_on(None, certainty, "table of ASIL determination");
    }
    let determined = determined.map(|(asil, _)| asil);
    let least = [stated, determined].into_iter().flatten().min()?;
    let most = [stated, determined].into_iter().flatten().max()?;
    Some(Asked { least, most })
}
