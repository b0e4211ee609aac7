import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What a saved folder says of itself: names, counts and fingerprints, never a datum of a person. */
const schema = z.object({
  format: z.literal(1),
  /** Instant of the snapshot. */
  le: z.iso.datetime(),
  postgres: z.number().int(),
  /** Migrations applied, by module, in their order. */
  migrations: z.record(z.string(), z.array(z.string())),
  tables: z.array(
    z.object({
      nom: z.string(),
      colonnes: z.array(z.string()),
      fichier: z.string().regex(/^[\w.-]+$/),
      lignes: z.number().int().min(0),
      /** SHA-256 of the rows as COPY writes them. */
      contenu: z.string().regex(/^[0-9a-f]{64}$/),
      /** SHA-256 of the file, compressed and perhaps encrypted. */
      empreinte: z.string().regex(/^[0-9a-f]{64}$/),
      octets: z.number().int().min(0),
    }),
  ),
  sequences: z.array(z.object({ nom: z.string(), derniere: z.string().regex(/^-?\d+$/), appelee: z.boolean() })),
  /** Mark of the key that encrypted the files; null when they are in clear. */
  cle: z.string().nullable(),
  /** Head of the journal's chain in this snapshot; null when nothing is sealed yet. */
  journal: z.object({ lot: z.number().int(), empreinte: z.string() }).nullable(),
});

export type Manifeste = z.infer<typeof schema>;
/** The manifest and its seal, as the file holds them. */
export interface ManifesteScelle {
  manifeste: Manifeste;
  sceau: string;
}

export const NOM_DU_MANIFESTE = "manifeste.json";

/** Seal of a manifest under a key of the hub: 64 hexadecimal characters. */
export function sceauDe(manifeste: Manifeste, cle: Buffer): string {
  return createHmac("sha256", cle).update(JSON.stringify(manifeste)).digest("hex");
}

export type Lecture = { ok: true; manifeste: Manifeste } | { ok: false; pourquoi: string };

/** Reads the text of a manifest. What is wrong is told in French, with what to do. */
export function lireManifeste(texte: string, cle: Buffer): Lecture {
  let brut: { manifeste?: unknown; sceau?: unknown };
  try {
    brut = JSON.parse(texte);
  } catch {
    return {
      ok: false,
      pourquoi: `${NOM_DU_MANIFESTE} n’est pas du JSON : la copie de ce dossier est incomplète, ou ce n’est pas une sauvegarde.`,
    };
  }
  const lu = schema.safeParse(brut?.manifeste);
  if (!lu.success) {
    const ou = lu.error.issues[0]!.path.join(".") || "racine";
    return {
      ok: false,
      pourquoi: `${NOM_DU_MANIFESTE} n’a pas la forme voulue (${ou}) : ce dossier n’est pas une sauvegarde que cette version lit.`,
    };
  }
  const attendu = Buffer.from(sceauDe(lu.data, cle), "hex");
  const dit = Buffer.from(typeof brut.sceau === "string" ? brut.sceau : "", "hex");
  if (dit.length !== attendu.length || !timingSafeEqual(dit, attendu)) {
    return {
      ok: false,
      pourquoi:
        "Le sceau du manifeste ne se vérifie pas : NIR_KEY n’est pas celle de l’installation sauvegardée, ou le manifeste a été modifié.",
    };
  }
  return { ok: true, manifeste: lu.data };
}
