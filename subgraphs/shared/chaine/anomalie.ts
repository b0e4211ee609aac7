/** What can be wrong with the journal, and the words for it. */
export const ANOMALIES = {
  LIGNE_MODIFIEE: "ligne modifiée depuis son scellement",
  LIGNE_EFFACEE: "ligne effacée",
  LIGNE_DEPLACEE: "ligne mise à une autre place",
  LIGNE_AJOUTEE: "ligne ajoutée là où rien ne doit être",
  LIGNE_ABSENTE_AU_SCELLEMENT: "ligne numérotée, puis retirée avant le scellement",
  LOT_MODIFIE: "lot modifié : ce qu’il dit n’est plus ce qui a été scellé",
  LOT_ABSENT: "lot retiré de la chaîne",
  CHAINE_ROMPUE: "le lot ne suit plus celui qui le précède",
  PURGE_EN_AVANCE: "purge de lignes que la règle gardait encore",
  CHAINE_TRONQUEE: "la chaîne s’arrête avant la tête ancrée au-dehors",
  CHAINE_REECRITE: "le lot ancré au-dehors n’a plus la même empreinte",
  ANCRE_ILLISIBLE: "l’ancre n’est pas lisible, ou sa signature ne vérifie pas",
} as const;
export type NatureAnomalie = keyof typeof ANOMALIES;

/** One thing that is wrong, and where. `position` to `jusque`: a run of rows that are wrong alike. */
export interface Anomalie {
  quoi: NatureAnomalie;
  lot: number | null;
  registre?: string;
  position?: number;
  jusque?: number;
  /** Id of the row, where there is one. */
  ligne?: string | null;
  /** Of a row that was moved: the place where it was sealed. */
  de?: number;
  precision?: string;
}

/** Kept in the report; the others are counted. */
const GARDEES = 1_000;

/** Gathers anomalies: contiguous rows that are wrong alike make one, and rows that changed places are recognised by their hashes. */
export class Constat {
  private readonly liste: (Anomalie & { attendue?: string; trouvee?: string })[] = [];
  nombre = 0;

  ajouter(anomalie: Anomalie & { attendue?: string; trouvee?: string }): void {
    this.nombre++;
    const derniere = this.liste.at(-1);
    const suite =
      derniere?.position !== undefined &&
      derniere.quoi === anomalie.quoi &&
      derniere.quoi !== "LIGNE_MODIFIEE" &&
      derniere.registre === anomalie.registre &&
      (derniere.jusque ?? derniere.position) + 1 === anomalie.position;
    if (suite && derniere) derniere.jusque = anomalie.position;
    else if (this.liste.length < GARDEES) this.liste.push(anomalie);
  }

  /** The anomalies, those of rows that changed places told as such. */
  dire(): Anomalie[] {
    const places = new Map(this.liste.flatMap((a) => (a.attendue === undefined ? [] : [[a.attendue, a] as const])));
    return this.liste.map(({ attendue: _attendue, trouvee, ...anomalie }) => {
      const place = trouvee === undefined ? undefined : places.get(trouvee);
      return place === undefined ? anomalie : { ...anomalie, quoi: "LIGNE_DEPLACEE", de: place.position };
    });
  }
}

/** One line for a person. */
export function direAnomalie(a: Anomalie): string {
  const ou = [
    a.registre,
    a.position === undefined ? null : a.jusque === undefined ? `position ${a.position}` : `positions ${a.position} à ${a.jusque}`,
    a.lot === null ? null : `lot ${a.lot}`,
    a.ligne ? `ligne ${a.ligne}` : null,
  ].filter(Boolean);
  const de = a.de === undefined ? "" : ` (scellée en position ${a.de})`;
  return `${a.quoi} ${ou.join(", ")} : ${ANOMALIES[a.quoi]}${de}${a.precision ? `, ${a.precision}` : ""}.`;
}
