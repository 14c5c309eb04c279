/** HOST and PORT, as all of our apps read them, from an address `host:port`. */
export const listenVariables = (address: string) => {
  const colon = address.lastIndexOf(":");
  return { HOST: address.slice(0, colon), PORT: address.slice(colon + 1) };
};
