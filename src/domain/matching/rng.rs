//! Chance that is the same on every machine: a fixed generator, and a logarithm made of the
//! four operations IEEE 754 defines exactly.

/// SplitMix64.
#[derive(Clone)]
pub(super) struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; `n` must not be zero.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// One of the set bits; `bits` must not be zero.
    pub fn bit(&mut self, bits: u64) -> u16 {
        let mut left = bits;
        for _ in 0..self.below(bits.count_ones() as usize) {
            left &= left - 1;
        }
        left.trailing_zeros() as u16
    }
}

/// `−ln u` for `u` at the middle of 256 equal steps: how far down an annealing step may go,
/// in units of the temperature.
pub(super) fn thresholds() -> Vec<f64> {
    (0..256).map(|i| -ln((f64::from(i) + 0.5) / 256.0)).collect()
}

/// Natural logarithm for `0 < x ≤ 1`, by halving and the series of artanh.
fn ln(mut x: f64) -> f64 {
    const LN_2: f64 = std::f64::consts::LN_2;
    let mut halvings = 0.0;
    while x < 0.75 {
        x *= 2.0;
        halvings += 1.0;
    }
    let y = (x - 1.0) / (x + 1.0);
    let (mut term, mut sum, mut n) = (y, 0.0, 1.0);
    while n < 40.0 {
        sum += term / n;
        term *= y * y;
        n += 2.0;
    }
    2.0 * sum - halvings * LN_2
}
