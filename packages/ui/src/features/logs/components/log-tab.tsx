export function LogTab() {
  return <div />;
}
