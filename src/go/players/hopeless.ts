/** The expected result, from −1 to 1, below which a player gives a game up: it expects to lose more than 19 of 20 games. */
export const hopeless = -0.9;
