//! How long the integrity value of an algorithm is.

/// Algorithms by name without signs, and the bytes they give. What is not
/// here is not judged; of signatures the length depends on the key.
const ALGORITHMS: &[(&str, usize)] = &[
    ("crc16", 2),
    ("crc32", 4),
    ("crc64", 8),
    ("md5", 16),
    ("aescmac", 16),
    ("cmac", 16),
    ("ripemd160", 20),
    ("sha1", 20),
    ("sha224", 28),
    ("sha256", 32),
    ("sha384", 48),
    ("sha512", 64),
    ("sha3224", 28),
    ("sha3256", 32),
    ("sha3384", 48),
    ("sha3512", 64),
    ("sha512256", 32),
    ("sm3", 32),
    ("hmacsha1", 20),
    ("hmacsha256", 32),
    ("hmacsha384", 48),
    ("hmacsha512", 64),
];

/// Whether a value can be what an algorithm gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Length {
    /// It can, or the algorithm is not known here.
    Fits,
    /// It was shortened.
    Shortened,
    /// It cannot; how many hexadecimal digits are expected.
    Differs(usize),
}

/// Compares the length of `value`, hexadecimal or base64, with what `algorithm` gives.
pub(super) fn length(algorithm: &str, value: &str) -> Length {
    let name: String = algorithm.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let Some((_, bytes)) = ALGORITHMS.iter().find(|(known, _)| *known == name) else { return Length::Fits };
    // `sha256:9f86…`, `0x9f86…`, `9f 86 d0`, `9F:86:D0`
    let value = match value.split_once(':') {
        Some((prefix, rest)) if prefix.chars().any(|c| !c.is_ascii_hexdigit()) => rest,
        _ => value,
    };
    if value.contains("...") || value.contains('…') {
        return Length::Shortened;
    }
    let bare = value.trim().trim_start_matches("0x").trim_start_matches("0X");
    let digits: String = bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '-')).collect();
    let is_hexadecimal = digits.chars().all(|c| c.is_ascii_hexdigit());
    let base64 = bare.trim_end_matches('=').chars().filter(|c| !c.is_whitespace()).count();
    let fits = (is_hexadecimal && digits.len() == 2 * bytes)
        // Base64 without its padding: four signs for three bytes, rounded up.
        || base64 == (4 * bytes).div_ceil(3);
    if fits { Length::Fits } else { Length::Differs(2 * bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_as_long_as_their_algorithms_make_them() {
        let sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        assert_eq!(length("SHA-256", sha256), Length::Fits);
        assert_eq!(length("sha_256", &format!("sha256:{sha256}")), Length::Fits);
        assert_eq!(length("SHA-256", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="), Length::Fits);
        assert_eq!(length("CRC32", "0xD87F7E0C"), Length::Fits);
        assert_eq!(length("MD5", "09:8f:6b:cd:46:21:d3:73:ca:de:4e:83:26:27:b4:f6"), Length::Fits);
        assert_eq!(length("SHA-512", sha256), Length::Differs(128));
        assert_eq!(length("SHA-256", &sha256[1..]), Length::Differs(64));
        assert_eq!(length("SHA-256", "9f86d0…"), Length::Shortened);
        assert_eq!(length("house hash", "12"), Length::Fits);
    }
}
