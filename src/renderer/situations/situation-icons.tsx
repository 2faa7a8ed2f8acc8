import {
  IconArrowsJoin,
  IconBuildingFactory2,
  IconCalendarStats,
  IconCash,
  IconCloudUpload,
  IconSwords,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Situation } from "../../shared/model/situation.ts";

const icons: Readonly<Record<Situation, ComponentType<{ size: number; stroke: number }>>> = {
  annual: IconCalendarStats,
  cloud: IconCloudUpload,
  merger: IconArrowsJoin,
  budget: IconCash,
  ot: IconBuildingFactory2,
  purple: IconSwords,
};

/** The picture of a situation; its title always stands beside it. */
export function SituationIcon({
  situation,
  size = 20,
}: {
  readonly situation: Situation;
  readonly size?: number;
}) {
  const Icon = icons[situation];
  return (
    <span aria-hidden="true" className="situation-icon">
      <Icon size={size} stroke={1.75} />
    </span>
  );
}
