//! What the parts of a requirements exchange mean together: objects of a type
//! to rows of a table, references to names that people know.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::budget::Budget;
use super::reqif_shape::{Links, Shape};
use super::{ImportLimits, Imported, RawRow, Trouble, Unreadable, unreadable_value, value};
use crate::dossier::record::{Spot, Value};

/// The attribute that holds the id which people know.
const FOREIGN_ID: &str = "ReqIF.ForeignID";

/// The column that holds the object above one in the outline.
const PARENT: &str = "parent object";

/// The column that holds the file of an object, in archives of several.
const FILE: &str = "reqif file";

/// A type of object: a table.
#[derive(Debug)]
pub(super) struct ObjectType {
    pub(super) id: Arc<str>,
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) is_made_up: bool,
}

/// A definition of an attribute: a column.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) id: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) spot: Spot,
    /// The value of objects that do not set their own.
    pub(super) default: Option<RawValue>,
}

/// A value as written, its references not yet resolved.
#[derive(Debug, Clone)]
pub(super) struct RawValue {
    pub(super) definition: Option<Arc<str>>,
    pub(super) text: Option<String>,
    /// Identifiers of values of an enumeration.
    pub(super) choices: Vec<Arc<str>>,
    spot: Spot,
}

/// An object: a row.
#[derive(Debug)]
pub(super) struct Object {
    id: Arc<str>,
    pub(super) of_type: Option<Arc<str>>,
    pub(super) values: Vec<RawValue>,
    spot: Spot,
    file: Option<Arc<str>>,
}

/// A relation between two objects.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) of_type: Option<Arc<str>>,
    pub(super) source: Option<Arc<str>>,
    pub(super) target: Option<Arc<str>>,
    spot: Spot,
}

/// A place in an outline.
#[derive(Debug)]
struct Level {
    above: Option<usize>,
    object: Option<Arc<str>>,
    spot: Spot,
}

impl ObjectType {
    pub(super) fn new(id: Arc<str>, name: Option<String>) -> ObjectType {
        ObjectType { name: name.unwrap_or_else(|| id.to_string()), id, attributes: Vec::new(), is_made_up: false }
    }
}

impl Attribute {
    pub(super) fn new(id: Arc<str>, name: Option<String>, spot: Spot) -> Attribute {
        Attribute { name: name.map_or_else(|| id.clone(), Arc::from), id, spot, default: None }
    }
}

impl RawValue {
    pub(super) fn new(text: Option<String>, spot: Spot) -> RawValue {
        RawValue { definition: None, text, choices: Vec::new(), spot }
    }
}

impl Object {
    pub(super) fn new(id: Arc<str>, spot: Spot, file: Option<Arc<str>>) -> Object {
        Object { id, of_type: None, values: Vec::new(), spot, file }
    }
}

impl Relation {
    pub(super) fn new(spot: Spot) -> Relation {
        Relation { of_type: None, source: None, target: None, spot }
    }
}

/// Everything read so far, of one file or of all files of an archive.
#[derive(Debug)]
pub(super) struct Model {
    budget: Budget,
    types: Vec<ObjectType>,
    type_by_id: FxHashMap<Arc<str>, usize>,
    enum_values: FxHashMap<Arc<str>, Arc<str>>,
    relation_types: FxHashMap<Arc<str>, Arc<str>>,
    objects: Vec<Object>,
    object_by_id: FxHashMap<Arc<str>, usize>,
    relations: Vec<Relation>,
    levels: Vec<Level>,
    imported: Imported,
}

impl Model {
    pub(super) fn new(limits: &ImportLimits) -> Model {
        Model {
            budget: Budget::new(limits),
            types: Vec::new(),
            type_by_id: FxHashMap::default(),
            enum_values: FxHashMap::default(),
            relation_types: FxHashMap::default(),
            objects: Vec::new(),
            object_by_id: FxHashMap::default(),
            relations: Vec::new(),
            levels: Vec::new(),
            imported: Imported::default(),
        }
    }

    pub(super) fn trouble(&mut self, spot: Spot, message: String) {
        self.imported.troubles.push(Trouble { spot, message });
    }

    pub(super) fn property(&mut self, name: &str, value: Value) {
        self.imported.properties.push((name.to_owned(), value));
    }

    pub(super) fn enum_value(&mut self, id: Arc<str>, shown: Arc<str>) {
        self.enum_values.entry(id).or_insert(shown);
    }

    pub(super) fn relation_type(&mut self, id: Arc<str>, name: Option<String>) {
        let name = name.map_or_else(|| id.clone(), Arc::from);
        self.relation_types.entry(id).or_insert(name);
    }

    /// Adds a type. Files of one archive repeat the types they use.
    pub(super) fn object_type(&mut self, of_type: ObjectType) {
        if let Entry::Vacant(entry) = self.type_by_id.entry(of_type.id.clone()) {
            entry.insert(self.types.len());
            self.types.push(of_type);
        }
    }

    pub(super) fn object(&mut self, object: Object) {
        match self.object_by_id.entry(object.id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(self.objects.len());
                self.objects.push(object);
            }
            Entry::Occupied(_) => {
                self.trouble(object.spot, format!("a second object has the identifier `{}`", object.id));
            }
        }
    }

    pub(super) fn relation(&mut self, relation: Relation) {
        self.relations.push(relation);
    }

    /// Adds a place in the outline, below `above`.
    pub(super) fn level(&mut self, above: Option<usize>, spot: Spot) -> usize {
        self.levels.push(Level { above, object: None, spot });
        self.levels.len() - 1
    }

    pub(super) fn level_object(&mut self, level: usize, object: Arc<str>) {
        if let Some(level) = self.levels.get_mut(level) {
            level.object = Some(object);
        }
    }

    /// Resolves all references and makes the tables.
    pub(super) fn finish(mut self) -> Result<Imported, Unreadable> {
        let object_types = self.place_objects();
        let names: Vec<Arc<str>> = self.objects.iter().map(|object| self.human_id(object)).collect();
        let mut links = self.relation_columns(&names);
        self.outline_column(&names, &mut links);
        let mut shapes: Vec<Shape> = std::mem::take(&mut self.types).into_iter().map(Shape::new).collect();
        let objects = std::mem::take(&mut self.objects);
        for (at, id) in names.into_iter().enumerate() {
            let shape = &mut shapes[object_types[at]];
            let row = self.row(&objects[at], id, &links[at], shape)?;
            shape.table.rows.push(row);
        }
        self.imported.tables = shapes.into_iter().map(|shape| shape.table).collect();
        Ok(self.imported)
    }

    /// The type of every object. One that is not there is made up of what its
    /// objects use, and reported.
    fn place_objects(&mut self) -> Vec<usize> {
        let mut found = Vec::with_capacity(self.objects.len());
        let mut troubles = Vec::new();
        for object in &self.objects {
            let id = object.of_type.clone().unwrap_or_else(|| Arc::from(""));
            let at = *self.type_by_id.entry(id.clone()).or_insert_with(|| {
                let message = match &*id {
                    "" => format!("the object `{}` has no type", object.id),
                    id => format!("there is no type `{id}`, which the object `{}` names", object.id),
                };
                troubles.push(Trouble { spot: object.spot, message });
                self.types.push(ObjectType { is_made_up: true, ..ObjectType::new(id.clone(), None) });
                self.types.len() - 1
            });
            found.push(at);
        }
        self.imported.troubles.extend(troubles);
        found
    }

    /// The id that people know: the foreign one, if the type has one.
    fn human_id(&self, object: &Object) -> Arc<str> {
        let of_type = object.of_type.as_ref().and_then(|id| self.type_by_id.get(id)).and_then(|at| self.types.get(*at));
        let attribute = of_type.and_then(|of_type| of_type.attributes.iter().find(|it| &*it.name == FOREIGN_ID));
        let known = attribute.and_then(|attribute| {
            let value = object.values.iter().find(|value| value.definition.as_ref() == Some(&attribute.id))?;
            let text = value.text.as_deref()?.trim();
            (!text.is_empty()).then(|| Arc::from(text))
        });
        known.unwrap_or_else(|| object.id.clone())
    }

    /// For every object, the relations that start at it, by name.
    fn relation_columns(&mut self, names: &[Arc<str>]) -> Vec<Links> {
        let mut links: Vec<Links> = vec![Links::default(); self.objects.len()];
        for relation in std::mem::take(&mut self.relations) {
            let end = |id: &Option<Arc<str>>| id.as_ref().and_then(|id| self.object_by_id.get(id)).copied();
            let (Some(source), Some(target)) = (end(&relation.source), end(&relation.target)) else {
                let (name, id) = if end(&relation.source).is_none() {
                    ("source", relation.source)
                } else {
                    ("target", relation.target)
                };
                let what = id.map_or_else(|| "is missing".to_owned(), |id| format!("`{id}` is no object here"));
                self.trouble(relation.spot, format!("the {name} of a relation {what}"));
                continue;
            };
            let of_type = relation.of_type.unwrap_or_else(|| Arc::from("relation"));
            let name = match self.relation_types.get(&of_type) {
                Some(name) => name.clone(),
                None => {
                    let message = format!("there is no type of relation `{of_type}`, which a relation names");
                    self.trouble(relation.spot, message);
                    self.relation_types.insert(of_type.clone(), of_type.clone());
                    of_type
                }
            };
            links[source].add(name, &names[target], relation.spot);
        }
        links
    }

    /// Adds the object above each one in the outline.
    fn outline_column(&mut self, names: &[Arc<str>], links: &mut [Links]) {
        let name: Arc<str> = Arc::from(PARENT);
        let levels = std::mem::take(&mut self.levels);
        let objects: Vec<Option<usize>> = levels
            .iter()
            .map(|level| level.object.as_ref().and_then(|id| self.object_by_id.get(id)).copied())
            .collect();
        for (level, object) in levels.iter().zip(&objects) {
            let Some(object) = object else {
                let what = level.object.as_ref().map_or_else(|| "none".to_owned(), |id| format!("`{id}`"));
                self.trouble(level.spot, format!("the outline names an object that is not here: {what}"));
                continue;
            };
            let above = level.above.and_then(|above| objects.get(above)).copied().flatten();
            if let Some(above) = above {
                links[*object].add(name.clone(), &names[above], level.spot);
            }
        }
    }

    fn row(&mut self, object: &Object, id: Arc<str>, links: &Links, shape: &mut Shape) -> Result<RawRow, Unreadable> {
        let mut cells: BTreeMap<usize, Value> = BTreeMap::new();
        for raw in &object.values {
            let at = self.column(raw, shape);
            if let Some(value) = self.cell(raw) {
                cells.entry(at).or_insert(value);
            }
        }
        for (at, default) in &shape.defaults {
            if !cells.contains_key(at) {
                cells.extend(self.cell(default).map(|value| (*at, value)));
            }
        }
        for (name, (spot, targets)) in &links.by_name {
            let at = shape.extra(name, *spot);
            self.budget.text(targets.iter().map(|target| target.len() + 2).sum(), *spot)?;
            let text: Vec<&str> = targets.iter().map(|target| &**target).collect();
            cells.extend(value(&text.join("; "), *spot).map(|value| (at, value)));
        }
        if let Some(file) = &object.file {
            let at = shape.extra(&Arc::from(FILE), object.spot);
            cells.extend(value(file, object.spot).map(|value| (at, value)));
        }
        let width = cells.last_key_value().map_or(0, |(last, _)| last + 1);
        self.budget.row(width, object.spot)?;
        let mut row = RawRow { spot: object.spot, id: Some(id), cells: vec![None; width] };
        for (at, value) in cells {
            self.budget.text(value.text().map_or(0, str::len), value.spot)?;
            row.cells[at] = Some(value);
        }
        Ok(row)
    }

    /// The column of a value; a definition that is not there gets its own.
    fn column(&mut self, raw: &RawValue, shape: &mut Shape) -> usize {
        let definition = raw.definition.clone().unwrap_or_else(|| Arc::from(""));
        if let Some(at) = shape.by_definition.get(&definition) {
            return *at;
        }
        // That the whole type is missing has been said.
        if !shape.is_made_up {
            self.trouble(raw.spot, format!("the type has no attribute `{definition}`, which a value names"));
        }
        let at = shape.push(definition.clone(), raw.spot);
        shape.by_definition.insert(definition, at);
        at
    }

    /// What a value shows: its text, or the names of its choices.
    fn cell(&self, raw: &RawValue) -> Option<Value> {
        if let Some(text) = &raw.text {
            return value(text, raw.spot);
        }
        let mut names = Vec::with_capacity(raw.choices.len());
        for choice in &raw.choices {
            match self.enum_values.get(choice) {
                Some(name) => names.push(&**name),
                None => {
                    let reason = format!("`{choice}` is no value of an enumeration here");
                    return Some(unreadable_value(&reason, raw.spot));
                }
            }
        }
        value(&names.join("; "), raw.spot)
    }
}
