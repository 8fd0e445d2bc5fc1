/**
 * A path as an argument of a command that can be pasted into a shell: as it is where that is safe, in double quotes
 * where they are enough (for every system's shell), and otherwise in single ones as POSIX has them.
 */
export function quoted(path: string): string {
  const argument = path.startsWith("-") ? `./${path}` : path;
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  if (!/["$`\\!\n]/.test(argument)) return `"${argument}"`;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
