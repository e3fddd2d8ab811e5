import "i18next";
import type common from "../../locales/en/common.json";
import type create from "../../locales/en/create.json";
import type freestyle from "../../locales/en/freestyle.json";
import type health from "../../locales/en/health.json";
import type jobs from "../../locales/en/jobs.json";
import type library from "../../locales/en/library.json";
import type loops from "../../locales/en/loops.json";
import type models from "../../locales/en/models.json";
import type player from "../../locales/en/player.json";
import type settings from "../../locales/en/settings.json";
import type shared from "../../locales/en/shared.json";
import type track from "../../locales/en/track.json";

// A key that the English words lack is a type error.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      common: typeof common;
      create: typeof create;
      freestyle: typeof freestyle;
      health: typeof health;
      jobs: typeof jobs;
      library: typeof library;
      loops: typeof loops;
      models: typeof models;
      player: typeof player;
      settings: typeof settings;
      shared: typeof shared;
      track: typeof track;
    };
  }
}
