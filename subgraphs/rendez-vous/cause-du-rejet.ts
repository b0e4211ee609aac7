import { empreintesMasquees } from "./message/nir";

/** What a kept message says of what it was refused for: enough to know whether the cause is gone. */
export interface CauseDuRejet {
  usagers: { id: string | null; matricule: string | null; empreintes: string[]; naissance: string | null }[];
  organisation: string | null;
  agent: string | null;
  statuts: string[];
}

type Objet = Record<string, unknown>;
const objet = (valeur: unknown): Objet => (typeof valeur === "object" && valeur !== null ? (valeur as Objet) : {});
const texte = (valeur: unknown): string | null => (typeof valeur === "string" || typeof valeur === "number" ? String(valeur) : null);

/** Reads the body of a kept message. One that is not JSON has no cause that goes away by itself. */
export function causeDuRejet(corps: string): CauseDuRejet {
  const data = objet(objet(lu(corps)).data);
  const participations = Array.isArray(data.participations) ? data.participations.map(objet) : [];
  const usagers = [...participations.map((p) => p.user), data.user].filter((u) => u !== undefined && u !== null).map(objet);
  return {
    usagers: usagers.map((u) => {
      const matricule = texte(u.affiliation_number);
      return { id: texte(u.id), matricule, empreintes: empreintesMasquees(matricule ?? ""), naissance: texte(u.birth_date) };
    }),
    organisation: texte(objet(data.organisation).id),
    agent: texte(objet(data.agent).id),
    statuts: participations.flatMap((p) => texte(p.status) ?? []),
  };
}

function lu(corps: string): unknown {
  try {
    return JSON.parse(corps);
  } catch {
    return null; // kept because it could not be read: a person examines it
  }
}
