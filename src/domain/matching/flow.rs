//! Minimum-cost flow by successive shortest paths with potentials, for small graphs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

struct Edge {
    to: u32,
    room: i32,
    cost: i64,
}

/// A directed graph with capacities and costs. Every edge is stored beside its reverse.
pub(super) struct Flow {
    out: Vec<Vec<u32>>,
    edges: Vec<Edge>,
}

const FAR: i64 = i64::MAX / 4;

impl Flow {
    pub fn new(nodes: usize) -> Self {
        Self { out: vec![Vec::new(); nodes], edges: Vec::new() }
    }

    /// Adds an edge and gives its number.
    pub fn edge(&mut self, from: usize, to: usize, room: i32, cost: i64) -> usize {
        let number = self.edges.len();
        self.out[from].push(number as u32);
        self.edges.push(Edge { to: to as u32, room, cost });
        self.out[to].push(number as u32 + 1);
        self.edges.push(Edge { to: from as u32, room: 0, cost: -cost });
        number
    }

    /// Whether a unit flows through an edge of capacity one.
    pub fn used(&self, edge: usize) -> bool {
        self.edges[edge].room == 0
    }

    /// Sends units from source to sink while each lowers the total cost; gives that cost.
    /// The graph must start without cycles, so that first distances can be had in one pass
    /// per layer.
    pub fn cheapest(&mut self, source: usize, sink: usize) -> i64 {
        let mut potential = self.first_distances(source);
        let mut total = 0;
        loop {
            let (distance, via) = self.shortest(source, &potential);
            if distance[sink] >= FAR {
                return total;
            }
            for (p, d) in potential.iter_mut().zip(&distance) {
                // Nodes out of reach keep a potential beyond every reachable one.
                *p = if *d >= FAR { *p } else { *p + d };
            }
            let cost = potential[sink] - potential[source];
            if cost >= 0 {
                return total;
            }
            total += cost;
            let mut at = sink;
            while at != source {
                let e = via[at] as usize;
                self.edges[e].room -= 1;
                self.edges[e ^ 1].room += 1;
                at = self.edges[e ^ 1].to as usize;
            }
        }
    }

    /// Bellman–Ford, because the first costs are negative.
    fn first_distances(&self, source: usize) -> Vec<i64> {
        let mut distance = vec![FAR; self.out.len()];
        distance[source] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for from in 0..self.out.len() {
                if distance[from] >= FAR {
                    continue;
                }
                for e in &self.out[from] {
                    let edge = &self.edges[*e as usize];
                    let d = distance[from] + edge.cost;
                    if edge.room > 0 && d < distance[edge.to as usize] {
                        distance[edge.to as usize] = d;
                        changed = true;
                    }
                }
            }
        }
        distance
    }

    /// Dijkstra on reduced costs; ties by node number.
    fn shortest(&self, source: usize, potential: &[i64]) -> (Vec<i64>, Vec<u32>) {
        let mut distance = vec![FAR; self.out.len()];
        let mut via = vec![u32::MAX; self.out.len()];
        let mut heap = BinaryHeap::new();
        distance[source] = 0;
        heap.push(Reverse((0, source)));
        while let Some(Reverse((d, from))) = heap.pop() {
            if d > distance[from] {
                continue;
            }
            for e in &self.out[from] {
                let edge = &self.edges[*e as usize];
                let to = edge.to as usize;
                if edge.room == 0 || potential[to] >= FAR {
                    continue;
                }
                let next = d + edge.cost + potential[from] - potential[to];
                if next < distance[to] {
                    distance[to] = next;
                    via[to] = *e;
                    heap.push(Reverse((next, to)));
                }
            }
        }
        (distance, via)
    }
}
