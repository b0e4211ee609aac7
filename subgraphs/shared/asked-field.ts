import type { GraphQLResolveInfo, SelectionSetNode } from "graphql";

/** Does `_entities` ask this field of this type? */
export function asksField(info: GraphQLResolveInfo, type: string, field: string): boolean {
  const within = (selection: SelectionSetNode | undefined, here: boolean): boolean =>
    (selection?.selections ?? []).some((node) => {
      if (node.kind === "Field") return here && node.name.value === field;
      const fragment = node.kind === "InlineFragment" ? node : info.fragments[node.name.value]!;
      return within(fragment.selectionSet, fragment.typeCondition ? fragment.typeCondition.name.value === type : here);
    });
  return info.fieldNodes.some((node) => within(node.selectionSet, false));
}
