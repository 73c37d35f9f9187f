export function WorkspaceRoute() {
  return null;
}
