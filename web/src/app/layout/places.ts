import {
  Activity,
  AudioLines,
  Boxes,
  Library,
  ListTodo,
  type LucideIcon,
  MessageCircleMore,
  Repeat,
  Settings,
} from "lucide-react";

export interface Place {
  to:
    | "/create"
    | "/freestyle"
    | "/library"
    | "/loops"
    | "/jobs"
    | "/models"
    | "/settings"
    | "/health-check";
  name: "create" | "freestyle" | "library" | "loops" | "jobs" | "models" | "settings" | "health";
  icon: LucideIcon;
  /** After `g`. */
  key: string;
}

/** So many of the pages are always at hand on phones, the others in a menu. */
export const AT_HAND = 4;

/** The pages of the navigation. */
export const PLACES: readonly Place[] = [
  { to: "/create", name: "create", icon: AudioLines, key: "c" },
  { to: "/freestyle", name: "freestyle", icon: MessageCircleMore, key: "f" },
  { to: "/library", name: "library", icon: Library, key: "l" },
  { to: "/jobs", name: "jobs", icon: ListTodo, key: "j" },
  { to: "/loops", name: "loops", icon: Repeat, key: "o" },
  { to: "/models", name: "models", icon: Boxes, key: "m" },
  { to: "/settings", name: "settings", icon: Settings, key: "s" },
  { to: "/health-check", name: "health", icon: Activity, key: "h" },
];
