interface Attente<T, R> {
  valeur: T;
  tenir: (resultat: R) => void;
  rompre: (error: unknown) => void;
}

/** Many small writes made one: while one is under way, those that come wait together for the next. */
export class Groupe<T, R> {
  private attente: Attente<T, R>[] = [];
  private enCours = false;

  constructor(private readonly faire: (valeurs: T[]) => Promise<R[]>) {}

  ajouter(valeur: T): Promise<R> {
    return new Promise((tenir, rompre) => {
      this.attente.push({ valeur, tenir, rompre });
      if (!this.enCours) {
        this.enCours = true;
        setImmediate(() => void this.vider());
      }
    });
  }

  private async vider(): Promise<void> {
    while (this.attente.length > 0) {
      const lot = this.attente.splice(0);
      try {
        const resultats = await this.faire(lot.map(({ valeur }) => valeur));
        lot.forEach(({ tenir }, i) => {
          tenir(resultats[i]!);
        });
      } catch (error) {
        for (const { rompre } of lot) rompre(error);
      }
    }
    this.enCours = false;
  }
}
