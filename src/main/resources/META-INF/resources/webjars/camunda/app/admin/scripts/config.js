export default {
  customScripts: ['../welcome/scripts/signed-out']
};
