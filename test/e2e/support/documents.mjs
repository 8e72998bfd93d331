const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A made-up resident ID with a right check character (GB 11643-1999); another one at each call. */
export function residentIdOf(division, birthDate) {
  const first17 = division + birthDate + String(Math.floor(Math.random() * 1000)).padStart(3, '0');
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return first17 + '10X98765432'[sum % 11];
}
