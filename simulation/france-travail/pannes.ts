export const NATURES = ["LATENCE", "429", "500", "503", "HTML", "COUPE", "S003", "HORS_SERVICE", "PERDU"] as const;
export type NatureDePanne = (typeof NATURES)[number];

/** How the platform misbehaves, until `fois` calls met it or it is lifted. */
export interface Panne {
  /** Name of an API (`rendez-vous-partenaire`, `connexion`…); absent: all. */
  api?: string;
  /** Verb and path, `POST /rendez-vous`; absent: all. */
  operation?: string;
  /** `PERDU`: the call is accepted and never applied (a 202 is not a confirmation). */
  nature: NatureDePanne;
  /** Absent: until it is lifted. */
  fois?: number;
  /** Of LATENCE, real milliseconds; default 1 000. */
  ms?: number;
  /** Of 429 and 503: Retry-After; default 1, and 0 gives no header. */
  attendreSecondes?: number;
  /** APRES: the effect is applied, then the answer fails. Default AVANT. */
  moment?: "AVANT" | "APRES";
}

export class Pannes {
  private liste: { panne: Panne; reste: number }[] = [];

  ajouter(panne: Panne): void {
    this.liste.push({ panne, reste: panne.fois ?? Number.POSITIVE_INFINITY });
  }

  /** Lifts those of an API, or all. */
  lever(api?: string): void {
    this.liste = api === undefined ? [] : this.liste.filter(({ panne }) => panne.api !== api);
  }

  /** The first that the call meets; it counts as met. */
  prendre(api: string, operation: string): Panne | null {
    const trouvee = this.liste.find(
      ({ panne }) =>
        (panne.api === undefined || panne.api === api) &&
        (panne.operation === undefined || panne.operation === operation) &&
        (panne.nature !== "S003" || api === "rechercher-usager"),
    );
    if (!trouvee) return null;
    trouvee.reste--;
    if (trouvee.reste <= 0) this.liste = this.liste.filter((p) => p !== trouvee);
    return trouvee.panne;
  }

  enCours(): (Panne & { reste: number | null })[] {
    return this.liste.map(({ panne, reste }) => ({ ...panne, reste: Number.isFinite(reste) ? reste : null }));
  }
}
