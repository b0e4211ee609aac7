import { EntitySchema, type EntitySchemaColumnOptions } from "typeorm";
import type { Organisme, Referent } from "./organisme";

export const OrganismeTable = new EntitySchema<Organisme>({
  name: "organisme",
  schema: "allocataires",
  columns: {
    id: { type: "text", primary: true },
    departement: { type: "text" },
    code: { type: "text" },
    nom: { type: "text" },
    type: { type: "text" },
    du: { type: "date", nullable: true },
    au: { type: "date", nullable: true },
  } satisfies Record<keyof Organisme, EntitySchemaColumnOptions>,
});

export const ReferentTable = new EntitySchema<Referent>({
  name: "referent",
  schema: "allocataires",
  columns: {
    departement: { type: "text", primary: true },
    id: { type: "text", primary: true },
    organisme: { type: "text" },
    code: { type: "text" },
    nom: { type: "text" },
    prenom: { type: "text", nullable: true },
    fonction: { type: "text", nullable: true },
    du: { type: "date", nullable: true },
    au: { type: "date", nullable: true },
  } satisfies Record<keyof Referent, EntitySchemaColumnOptions>,
});
