import { z } from "zod";
import { FINALITES } from "../identity";
import { type ClientEnregistre, STRICT } from "./client-enregistre";

/** All that is wrong with a register of clients, each with its place. */
export class RegistreDesClientsRefuse extends Error {}

const heure = z
  .string({ error: "doit être une heure HH:MM" })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "doit être une heure HH:MM, de 00:00 à 24:00");

const entier = (min: number, max: number) => {
  const error = `doit être un nombre entier, de ${min} à ${max}`;
  return z.number({ error }).int(error).min(min, error).max(max, error);
};
const ouiOuNon = z.boolean({ error: "doit être true ou false" });
const code = (error: string) => z.string({ error }).regex(/^[\w.:@-]{1,100}$/, error);

const heures = z
  .strictObject({
    debut: heure,
    fin: heure,
    jours: z
      .array(entier(1, 7), { error: "doit être une liste de jours : 1 (lundi) à 7 (dimanche)" })
      .min(1, "doit nommer au moins un jour")
      .default([1, 2, 3, 4, 5]),
    feries: ouiOuNon.default(false),
    hors: z.enum(["RALENTIR", "REFUSER"], { error: "doit être RALENTIR ou REFUSER" }).default("RALENTIR"),
  })
  .refine(({ debut, fin }) => debut < fin, { path: ["fin"], message: "doit être après « debut »" });

const client = z
  .strictObject({
    client: code("doit être le nom du client tel que ses jetons le portent (claim sub)"),
    nom: z
      .string({ error: "doit être le nom que les personnes lisent" })
      .min(1, "ne doit pas être vide")
      .max(200, "est trop long (200 caractères)"),
    departement: z
      .string()
      .regex(/^(\d{2}|2A|2B|97\d|\*)$/, "doit être le code d’un département, ou « * »")
      .nullable()
      .default(null),
    organisme: code("doit être le code d’un organisme").nullable().default(null),
    finalites: z.array(z.enum(FINALITES, { error: `doit être parmi ${FINALITES.join(", ")}` }), {
      error: "doit être une liste de finalités",
    }),
    quotaPersonnes: entier(0, 10_000_000).default(STRICT.quotaPersonnes),
    quotaParAgent: entier(0, 10_000_000).default(STRICT.quotaParAgent),
    budgetCoutParSeconde: entier(1, 1_000_000_000).default(STRICT.budgetCoutParSeconde),
    accesUrgence: z
      .strictObject({ parJour: entier(0, 1_000), minutes: entier(1, 1_440) }, { error: "doit donner parJour et minutes" })
      .default(STRICT.accesUrgence),
    heures: heures.nullable().default(null),
    documentsSeuls: ouiOuNon.default(false),
    introspection: ouiOuNon.default(false),
    empreinteCertificat: z
      .string()
      .regex(/^[\w-]{43}$/, "doit être l’empreinte SHA-256 du certificat, en base64url (43 caractères)")
      .nullable()
      .default(null),
    preuveDePossession: ouiOuNon.default(false),
    suspendu: ouiOuNon.default(false),
  })
  .refine((c) => !(c.preuveDePossession && c.empreinteCertificat === null), {
    path: ["empreinteCertificat"],
    message: "est nécessaire avec preuveDePossession",
  });

const registre = z.strictObject(
  { clients: z.array(client, { error: "doit être la liste des clients" }) },
  { error: 'doit être un objet { "clients": [ … ] }' },
);

const french = z.locales.fr().localeError;

/** Reads a register. Errors: RegistreDesClientsRefuse, one line for each wrong value, with its place. @param source told in the error. */
export function lireClients(texte: string, source: string): ClientEnregistre[] {
  const lu = registre.safeParse(json(texte, source), { error: french });
  if (!lu.success)
    throw refus(
      source,
      lu.error.issues.flatMap((issue) => lignes(issue)),
    );
  const clients = lu.data.clients.map((un) => ({ ...un, enregistre: true }));
  const doubles = clients.flatMap((un, rang) => {
    const premier = clients.findIndex((autre) => autre.client === un.client);
    return premier < rang ? [`clients[${rang}].client : « ${un.client} » est déjà en clients[${premier}]`] : [];
  });
  if (doubles.length > 0) throw refus(source, doubles);
  return clients;
}

function json(texte: string, source: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    throw refus(source, ["ce n’est pas du JSON"]);
  }
}

const refus = (source: string, lines: string[]) =>
  new RegistreDesClientsRefuse(
    `Registre des clients refusé (${source}). Corrigez ces valeurs :\n${lines.map((line) => `  ${line}`).join("\n")}`,
  );

/** `clients[2].heures.fin : …` */
function lignes(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.reduce<string>(
    (said, part) => (typeof part === "number" ? `${said}[${part}]` : said ? `${said}.${String(part)}` : String(part)),
    "",
  );
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `${place ? `${place}.` : ""}${key} : n’est pas un réglage connu`);
  const missing = issue.code === "invalid_type" && issue.input === undefined && issue.message.startsWith("Entrée");
  return [`${place || "le fichier"} : ${missing ? "manque" : issue.message}`];
}
