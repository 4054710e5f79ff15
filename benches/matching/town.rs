//! Towns of any size, made up by seed with the shape of the shared problem: residents gather
//! where ambassadors do not, topics are asked for unevenly, pupils have lessons and few hours.

use super::*;

/// How large a town is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub ambassadors: usize,
    pub requests: usize,
    pub sessions: usize,
    pub areas: usize,
}

const TOPICS: usize = 40;
const FOREIGN: [&str; 8] = ["en", "zh", "km", "fr", "ko", "ja", "lo", "th"];

/// SplitMix64, as plain as chance can be.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`, 0 for none.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() >> 11) as usize % n.max(1)
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn one_in(&mut self, share: f64) -> bool {
        self.between(0.0, 1.0) < share
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A position, each as likely as its weight says.
    fn weighed(&mut self, weights: &[f64]) -> usize {
        let mut left = self.between(0.0, weights.iter().sum());
        for (i, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return i;
            }
        }
        weights.len() - 1
    }

    /// So many different numbers below `n`.
    fn some(&mut self, n: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        for i in 0..count.min(n) {
            let j = i + self.below(n - i);
            all.swap(i, j);
        }
        all.truncate(count);
        all
    }

    /// Waiting times and hours: many small, few large.
    fn decaying(&mut self, mean: f64) -> i64 {
        (-mean * (1.0 - self.between(0.0, 1.0)).ln()) as i64
    }
}

/// A half hour of the week.
fn at(day: usize, hour: f64) -> Slot {
    (day * 48) as Slot + (hour * 2.0).round() as Slot
}

/// A week of a town; the same seed gives the same week.
pub fn town(size: Size, seed: u64) -> Facts {
    let mut chance = Chance(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ size.requests as u64);
    let (areas, middles) = areas(size, &mut chance);
    let mut places = Vec::new();
    let sessions = sessions(size, &middles, &mut places, &mut chance);
    let even = |least: f64, chance: &mut Chance| -> Vec<f64> {
        (0..size.areas).map(|_| chance.between(least, 1.6)).collect()
    };
    let (homes, asked_in) = (even(0.4, &mut chance), even(0.4, &mut chance));
    let rank = chance.some(TOPICS, TOPICS);
    let asked: Vec<f64> = rank.iter().map(|r| (*r as f64 + 1.0).powf(-0.8)).collect();
    let taught: Vec<f64> =
        rank.iter().map(|r| (*r as f64 + 1.0).powf(-0.6) * chance.between(0.5, 1.5)).collect();
    let ambassadors = ambassadors(size, &areas, &homes, &taught, &mut chance);
    let mut week = Facts {
        topics: (0..TOPICS as i64)
            .map(|t| Topic { id: TopicId(t), tier: Tier::Guide, min_level: 1 })
            .collect(),
        areas,
        places,
        sessions,
        ambassadors,
        ..Facts::default()
    };
    week.requests = requests(size, &week, &asked_in, &asked, &mut chance);
    week
}

/// Areas on a grid of 2.5 km, and their middles.
fn areas(size: Size, chance: &mut Chance) -> (Vec<Area>, Vec<(f64, f64)>) {
    let wide = (size.areas as f64).sqrt().ceil() as usize;
    let beside = |a: usize| {
        let (left, right) = (!a.is_multiple_of(wide), a % wide + 1 < wide);
        let near =
            [left.then(|| a - 1), right.then_some(a + 1), a.checked_sub(wide), Some(a + wide)];
        near.into_iter().flatten().filter(|b| *b < size.areas).map(|b| AreaId(b as i64)).collect()
    };
    let areas = (0..size.areas).map(|a| Area { id: AreaId(a as i64), adjacent: beside(a) });
    let middles = (0..size.areas).map(|a| {
        let jitter = chance.between(-0.5, 0.5);
        (2.5 * (a % wide) as f64 + jitter, 2.5 * (a / wide) as f64 + chance.between(-0.5, 0.5))
    });
    (areas.collect(), middles.collect())
}

fn sessions(
    size: Size,
    middles: &[(f64, f64)],
    places: &mut Vec<Place>,
    chance: &mut Chance,
) -> Vec<Session> {
    let mut of_area: Vec<Vec<PlaceId>> = vec![Vec::new(); size.areas];
    let mut open = |area: usize, chance: &mut Chance| {
        let (x, y) = middles[area];
        let id = PlaceId(places.len() as i64);
        places.push(Place {
            id,
            x_km: x + chance.between(-0.7, 0.7),
            y_km: y + chance.between(-0.7, 0.7),
            accessible: chance.one_in(0.7),
        });
        id
    };
    for (area, list) in of_area.iter_mut().enumerate() {
        let count = if size.sessions / size.areas >= 4 { chance.of(&[2, 3, 3, 4]) } else { 2 };
        list.extend((0..count).map(|_| open(area, chance)));
    }
    let mut sessions: Vec<Session> = Vec::new();
    for s in 0..size.sessions {
        let whole = s < size.sessions / size.areas * size.areas;
        let area = if whole { s % size.areas } else { chance.below(size.areas) };
        let day = chance.weighed(&[14.0, 14.0, 14.0, 14.0, 14.0, 24.0, 6.0]);
        let hour = match day {
            0..5 => chance.of(&[15.0, 15.5, 16.0, 16.5, 17.0]),
            _ => chance.of(&[9.5, 10.0, 10.5, 14.5, 15.0, 16.0]),
        };
        let span = Span::new(at(day, hour), at(day, hour) + chance.of(&[4, 4, 5, 6]));
        let taken = |place: &PlaceId| {
            let meets = |s: &Session| s.span.from < span.to && span.from < s.span.to;
            sessions.iter().any(|s| s.place == *place && meets(s))
        };
        let free = of_area[area].iter().copied().find(|place| !taken(place));
        let place = free.unwrap_or_else(|| {
            let new = open(area, chance);
            of_area[area].push(new);
            new
        });
        sessions.push(Session {
            id: SessionId(s as i64),
            place,
            area: AreaId(area as i64),
            span,
            adults: 1 + chance.weighed(&[66.0, 29.0, 5.0]) as u16,
            seats: chance.of(&[3, 4, 4, 5, 6, 8]),
            team: Vec::new(),
            open_team: true,
        });
    }
    sessions
}

fn ambassadors(
    size: Size,
    areas: &[Area],
    homes: &[f64],
    taught: &[f64],
    chance: &mut Chance,
) -> Vec<Ambassador> {
    let mut list: Vec<Ambassador> = (0..size.ambassadors)
        .map(|i| {
            let home = chance.weighed(homes);
            let age = 11 + chance.weighed(&[12.0, 20.0, 28.0, 24.0, 16.0]);
            let mut topics: Vec<(TopicId, u8)> = Vec::new();
            let count = 2 + chance.below(8);
            while topics.len() < count {
                let topic = TopicId(chance.weighed(taught) as i64);
                if topics.iter().all(|(t, _)| *t != topic) {
                    topics.push((topic, 1 + chance.weighed(&[45.0, 38.0, 17.0]) as u8));
                }
            }
            let mut languages = vec!["vi".to_owned()];
            for (l, foreign) in FOREIGN.iter().enumerate() {
                if chance.one_in(if l == 0 { 0.3 } else { 0.05 }) {
                    languages.push((*foreign).to_owned());
                }
            }
            let near = areas[home].adjacent.iter().filter(|_| chance.one_in(0.35));
            let mut areas_ok: Vec<AreaId> = near.copied().collect();
            areas_ok.push(AreaId(home as i64));
            let afternoons = if chance.one_in(0.4) { chance.some(5, 2) } else { Vec::new() };
            let ends = |d: usize| if afternoons.contains(&d) { 16.5 } else { 13.5 };
            let away = if chance.one_in(0.15) { chance.some(7, 1) } else { Vec::new() };
            Ambassador {
                id: AmbassadorId(i as i64),
                area: AreaId(home as i64),
                areas_ok,
                topics,
                languages,
                gender: Some(chance.of(&[Gender::Female, Gender::Male])),
                available: free_times(chance),
                exceptions: away.iter().map(|d| Span::new(at(*d, 0.0), at(*d, 24.0))).collect(),
                school_hours: (0..5).map(|d| Span::new(at(d, 8.0), at(d, ends(d)))).collect(),
                max_slots: match age {
                    0..=12 => 2,
                    13..=14 => 4,
                    _ => 6,
                },
                max_consecutive: if age <= 12 { chance.of(&[2, 3]) } else { chance.of(&[3, 4]) },
                recorded: chance.decaying(9.0).min(40),
                no_pair: Vec::new(),
            }
        })
        .collect();
    for _ in 0..size.ambassadors / 40 {
        let one = chance.below(list.len());
        let same: Vec<usize> =
            (0..list.len()).filter(|b| list[*b].area == list[one].area).collect();
        let other = chance.of(&same);
        if other != one {
            let foe = list[other].id;
            list[one].no_pair.push(foe);
        }
    }
    list
}

fn free_times(chance: &mut Chance) -> Vec<Span> {
    let count = chance.of(&[1, 2, 2, 3, 4]);
    let day = |d: usize, chance: &mut Chance| match d {
        0..5 => {
            let from = chance.of(&[14.0, 14.5, 15.0, 16.0]);
            Span::new(at(d, from), at(d, chance.of(&[17.5, 18.0, 18.5, 19.0, 20.0])))
        }
        _ if chance.one_in(0.5) => Span::new(at(d, 9.0), at(d, 13.0)),
        _ => Span::new(at(d, chance.of(&[9.0, 14.0])), at(d, 19.0)),
    };
    chance.some(7, count).into_iter().map(|d| day(d, chance)).collect()
}

fn requests(
    size: Size,
    week: &Facts,
    homes: &[f64],
    asked: &[f64],
    chance: &mut Chance,
) -> Vec<Request> {
    let mut by_area: Vec<Vec<usize>> = vec![Vec::new(); size.areas];
    for (s, session) in week.sessions.iter().enumerate() {
        by_area[session.area.0 as usize].push(s);
    }
    let mut waits: Vec<i64> = (0..size.requests).map(|_| chance.decaying(7.0)).collect();
    waits.sort_by_key(|days| -days);
    let mut list = Vec::with_capacity(size.requests);
    while list.len() < size.requests {
        let area = chance.weighed(homes);
        let mut near: Vec<usize> =
            by_area[area].iter().copied().filter(|_| chance.one_in(0.45)).collect();
        for beside in &week.areas[area].adjacent {
            near.extend(by_area[beside.0 as usize].iter().filter(|_| chance.one_in(0.06)));
        }
        if near.is_empty() {
            continue;
        }
        let count = chance.of(&[1, 2, 2, 3, 3, 4]);
        let chosen = chance.some(near.len(), count);
        let accept = chosen.into_iter().map(|i| acceptance(&week.sessions[near[i]], chance));
        let accept = accept.collect();
        let topic = TopicId(chance.weighed(asked) as i64);
        let certified = |a: &&Ambassador| {
            a.areas_ok.contains(&AreaId(area as i64)) && a.topics.iter().any(|(t, _)| *t == topic)
        };
        // Looking everybody up is only worth it for those who name somebody.
        let mut known = |share: f64| {
            let able: Vec<AmbassadorId> = match chance.one_in(share) {
                true => week.ambassadors.iter().filter(certified).map(|a| a.id).collect(),
                false => Vec::new(),
            };
            (!able.is_empty()).then(|| chance.of(&able))
        };
        let (blocked, helped) = (known(0.01), known(0.2));
        let (elderly, waited) = (chance.one_in(0.5), waits[list.len()]);
        let disabled = chance.one_in(if elderly { 0.2 } else { 0.07 });
        let points = 10 + 5 * i64::from(elderly) + 6 * i64::from(disabled) + (waited / 3).min(9);
        list.push(Request {
            id: RequestId(list.len() as i64),
            topic,
            area: AreaId(area as i64),
            accept,
            prefer: Preference {
                language: chance.one_in(0.12).then(|| {
                    let heard = [40.0, 8.0, 8.0, 10.0, 10.0, 8.0, 8.0, 8.0];
                    FOREIGN[chance.weighed(&heard)].to_owned()
                }),
                gender: chance.one_in(0.1).then(|| chance.of(&[Gender::Female, Gender::Male])),
                accessible: disabled && chance.one_in(0.6),
            },
            weight: points,
            continuity: helped.filter(|who| Some(*who) != blocked),
            blocked: blocked.into_iter().collect(),
        });
    }
    list
}

/// The whole session, or for every third resident a part of it.
fn acceptance(session: &Session, chance: &mut Chance) -> Acceptance {
    let mut span = session.span;
    if chance.one_in(0.35) {
        let length = 2 + chance.below(usize::from(span.to - span.from) - 2) as Slot;
        let from = span.from + chance.below(usize::from(span.to - span.from - length) + 1) as Slot;
        span = Span::new(from, from + length);
    }
    Acceptance { session: session.id, span }
}
