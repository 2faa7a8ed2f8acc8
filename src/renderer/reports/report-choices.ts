import type {
  OwnTemplate,
  ReportContent,
  ReportTemplate,
} from "../../shared/model/report-template.ts";
import { type ReportSectionKind, reportSectionKind } from "../../shared/model/report-template.ts";

/** What a template leaves open keeps what was chosen: one without a logo takes none away. */
export function applyTemplate(template: ReportContent, before: ReportContent): ReportContent {
  return {
    ...template,
    title: template.title === "" ? before.title : template.title,
    subtitle: template.subtitle === "" ? before.subtitle : template.subtitle,
    titleBlock: template.titleBlock.length === 0 ? before.titleBlock : template.titleBlock,
    introduction: template.introduction === "" ? before.introduction : template.introduction,
    logo: template.logo ?? before.logo,
    comparedWith: template.comparedWith ?? before.comparedWith,
    fundingOptions:
      template.fundingOptions.length === 0 ? before.fundingOptions : template.fundingOptions,
  };
}

/** Whether two reports are chosen alike; both were read by the same schema, so keys stand alike. */
export function isSameContent(one: ReportContent, other: ReportContent): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a report is no longer what its template says; what that leaves open is no change. */
export function differsFromTemplate(content: ReportContent, template: ReportTemplate): boolean {
  const said = template.id === null ? applyTemplate(template.content, content) : template.content;
  return !isSameContent(content, said);
}

/** Whether a template is one of the workspace's, which can be changed. */
export function isOwn(template: ReportTemplate): template is OwnTemplate {
  return template.id !== null && template.updatedAt !== null;
}

/** The sections that are in, in their order, and then the others as they usually stand. */
export function orderedSections(
  sections: readonly ReportSectionKind[],
): readonly { readonly kind: ReportSectionKind; readonly isIn: boolean }[] {
  return [
    ...sections.map((kind) => ({ kind, isIn: true })),
    ...reportSectionKind.options
      .filter((kind) => !sections.includes(kind))
      .map((kind) => ({ kind, isIn: false })),
  ];
}

/** The sections with one of them taken in, where it usually stands, or out. */
export function toggleSection(
  sections: readonly ReportSectionKind[],
  kind: ReportSectionKind,
): ReportSectionKind[] {
  if (sections.includes(kind)) return sections.filter((each) => each !== kind);
  const usual = reportSectionKind.options;
  const before = usual.slice(0, usual.indexOf(kind));
  const at = sections.findLastIndex((each) => before.includes(each)) + 1;
  return sections.toSpliced(at, 0, kind);
}

/** A list with one of its items moved to another place; places beyond its ends are its ends. */
export function moveItem<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  if (item === undefined) return [...items];
  const target = Math.max(0, Math.min(items.length - 1, to));
  return items.toSpliced(from, 1).toSpliced(target, 0, item);
}
